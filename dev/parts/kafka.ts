import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { command } from './command';
import { launch, type Daemon, type OnSpawn } from './daemon';
import { scramUsers, securityProperties, type KafkaSecurity } from './kafka-security';

export interface KafkaOptions {
  /** Where log and settings live; formatted at the first start. */
  readonly dir: string;
  readonly jars: string;
  readonly java: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly logFile: string;
  /** TLS, logins and ACLs on a port beside the plain one. */
  readonly security?: KafkaSecurity;
  readonly onSpawn?: OnSpawn | undefined;
}

/** One KRaft node, broker and controller at once. Its data stays; ports may change between starts. */
export async function startKafka(options: KafkaOptions): Promise<Daemon> {
  mkdirSync(options.dir, { recursive: true });
  const settings = join(options.dir, 'server.properties');
  writeFileSync(settings, properties(options));
  const classPath = ['-cp', join(options.jars, '*')];
  if (!existsSync(join(options.dir, 'data', 'meta.properties'))) await format(options, settings);

  const heap = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const logging = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn';
  return launch({
    name: 'kafka',
    command: options.java,
    args: [...heap, logging, ...classPath, 'kafka.Kafka', settings],
    cwd: options.dir,
    logFile: options.logFile,
    ready: () => answersMetadata(options.port),
    readyWithinMs: 60_000,
    onSpawn: options.onSpawn,
  });
}

async function format(
  { dir, jars, java, security }: KafkaOptions,
  settings: string,
): Promise<void> {
  rmSync(join(dir, 'data'), { recursive: true, force: true }); // a first start that was cut short
  const tool = ['-cp', join(jars, '*'), 'kafka.tools.StorageTool'];
  const id = (await command(java, [...tool, 'random-uuid'])).trim().split('\n').at(-1) ?? '';
  const users = security ? scramUsers(security) : [];
  await command(java, [...tool, 'format', '-t', id, '-c', settings, ...users]);
}

async function answersMetadata(port: number): Promise<boolean> {
  const kafka = new Kafka({
    brokers: [`127.0.0.1:${port}`],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } finally {
    await admin.disconnect();
  }
}

/** The short session lets a broker that was killed come back at once: its old self is forgotten. */
function properties({ dir, port, controllerPort, security }: KafkaOptions): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${join(dir, 'data')}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
${security ? securityProperties(port, controllerPort, security) : ''}`;
}
