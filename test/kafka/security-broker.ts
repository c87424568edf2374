import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { java } from '../../dev/parts/java';
import { startKafka } from '../../dev/parts/kafka';
import { kafkaCertificate } from '../../dev/parts/kafka-certificate';
import { kafkaJars } from '../../dev/parts/kafka-jars';
import { freePort } from '../../dev/parts/port';
import { sourcing } from '../../dev/parts/source';
import { kafkaOptions, readConfig } from '../../src/config';
import { createKafka } from '../../src/kafka/client';
import { endWithTheRun } from '../support/orphan-guard';
import { scratch } from '../support/scratch';
import { silent } from './publishing';

export type SecureBroker = Awaited<ReturnType<typeof startSecureBroker>>;

/** A broker that knows these users, with a plain port beside it where everybody may do everything. */
export async function startSecureBroker(names: readonly string[]) {
  const { dir, remove } = scratch('kafka-security');
  const from = sourcing(process.env);
  const [jars, program] = await Promise.all([kafkaJars(from), java(from.env, 'Kafka')]);
  const secret = () => randomBytes(12).toString('hex');
  const certificateOf = (name: string, ...hosts: string[]) =>
    kafkaCertificate({ java: program, dir, name, password: secret(), hosts });
  const certificate = await certificateOf('broker', 'localhost', '127.0.0.1');
  const stranger = await certificateOf('stranger', 'localhost', '127.0.0.1');
  const users = Object.fromEntries(names.map((name) => [name, secret()]));
  const port = await freePort();
  const securePort = await freePort();
  const daemon = await startKafka({
    ...{ dir: join(dir, 'kafka'), jars: jars.path, java: program, logFile: join(dir, 'log') },
    ...{ port, controllerPort: await freePort(), onSpawn: endWithTheRun },
    security: { port: securePort, certificate, users },
  });
  return {
    plain: `127.0.0.1:${port}`,
    users,
    strangersCa: stranger.ca,
    /** The variables that a process of this user is given. */
    environmentOf: (name: string): Record<string, string> => ({
      KAFKA_BROKERS: `127.0.0.1:${securePort}`,
      KAFKA_SSL: 'on',
      KAFKA_SSL_CA: certificate.ca,
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: name,
      KAFKA_SASL_PASSWORD: users[name]!,
    }),
    async stop() {
      await daemon.stop();
      remove();
    },
  };
}

const REQUIRED = {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  DATABASE_URL: 'postgresql://user@localhost/db',
};

/** A client as a process makes it of its environment. */
export const optionsIn = (environment: Record<string, string>) =>
  kafkaOptions(readConfig({ ...REQUIRED, ...environment }));

export const kafkaIn = (environment: Record<string, string>) =>
  createKafka({ ...optionsIn(environment), connectionTimeoutMs: 1_000, logger: silent });
