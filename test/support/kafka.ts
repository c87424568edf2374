import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { java } from '../../dev/parts/java';
import { startKafka } from '../../dev/parts/kafka';
import { kafkaJars } from '../../dev/parts/kafka-jars';
import { freePort } from '../../dev/parts/port';
import { processIdentity } from '../../dev/parts/process-identity';
import type { Progress } from '../../dev/parts/progress';
import { sourcing } from '../../dev/parts/source';
import { eventually } from './eventually';
import { endWithTheRun } from './orphan-guard';

/** A broker that can be taken away and brought back, by whoever has its folder. */
export interface KafkaBroker {
  readonly brokers: readonly string[];
  start(): Promise<void>;
  /** Answers when it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

interface BrokerState {
  readonly jars: string;
  readonly java: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly pid?: number;
}

/** The broker of this run: the jest project must ask for 'kafka'. */
export function kafkaBroker(): KafkaBroker {
  const dir = process.env['TEST_KAFKA_DIR'];
  if (dir === undefined)
    throw new Error("no Kafka for this jest project: give it 'kafka' in jest.config.js");
  return brokerIn(dir);
}

/** A broker of one's own in an empty folder. */
export async function startBroker(dir: string, progress?: Progress): Promise<KafkaBroker> {
  const from = sourcing(process.env, progress);
  const [jars, program] = await Promise.all([kafkaJars(from), java(from.env, 'Kafka')]);
  const ports = { port: await freePort(), controllerPort: await freePort() };
  writeState(dir, { jars: jars.path, java: program, ...ports });
  const broker = brokerIn(dir);
  await broker.start();
  return broker;
}

function brokerIn(dir: string): KafkaBroker {
  return {
    brokers: [`127.0.0.1:${readState(dir).port}`],
    async start() {
      const state = readState(dir);
      const logFile = join(dir, 'log');
      const daemon = await startKafka({ ...state, dir, logFile, onSpawn: endWithTheRun });
      writeState(dir, { ...state, pid: daemon.pid });
    },
    async stop(signal = 'SIGTERM') {
      const { pid } = readState(dir);
      if (pid === undefined || processIdentity(pid) === undefined) return;
      process.kill(pid, signal);
      await eventually('Kafka is gone', () => processIdentity(pid) === undefined);
    },
  };
}

function readState(dir: string): BrokerState {
  return JSON.parse(readFileSync(join(dir, 'broker.json'), 'utf8')) as BrokerState;
}

function writeState(dir: string, state: BrokerState): void {
  writeFileSync(join(dir, 'broker.json'), JSON.stringify(state));
}
