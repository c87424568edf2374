import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { KafkaConnection } from './consumer/connection';

const list = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
const flag = z.enum(['true', 'false', 'on', 'off']).transform((word) => /true|on/.test(word));

const environment = z.object({
  KAFKA_BROKERS: z.string().default('localhost:9092').transform(list),
  KAFKA_SSL: flag.prefault('off'),
  KAFKA_SSL_CA: z.string().optional(),
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  KAFKA_TOPIC_PREFIX: z.string().default(''),
  KAFKA_TOPIC_MAP: z
    .string()
    .regex(/^([^=,]+=[^=,]+(,|$))*$/, 'must read name=other,name=other')
    .default(''),
});

export interface KafkaEnvironment {
  readonly kafka: KafkaConnection;
  /** A topic's name where KAFKA_TOPIC_MAP or KAFKA_TOPIC_PREFIX changes it. */
  readonly topicName: (name: string) => string;
}

/** The service's own variables; an empty one means "not set". Errors never show a value. */
export function kafkaFromEnvironment(
  clientId: string,
  env: Readonly<Record<string, string | undefined>>,
): KafkaEnvironment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`The environment is faulty: ${faults.join('; ')}`);
  }
  const { data } = result;
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SSL_CA: ca } = data;
  const { KAFKA_SASL_USERNAME: username = '', KAFKA_SASL_PASSWORD: password = '' } = data;
  const names = new Map(
    list(data.KAFKA_TOPIC_MAP).map((pair) => pair.split('=') as [string, string]),
  );
  return {
    kafka: {
      clientId,
      brokers: data.KAFKA_BROKERS,
      ssl: ca === undefined ? data.KAFKA_SSL : { ca: readFileSync(ca, 'utf8') },
      ...(mechanism && { sasl: { mechanism, username, password } }),
    },
    topicName: (name) => names.get(name) ?? `${data.KAFKA_TOPIC_PREFIX}${name}`,
  };
}
