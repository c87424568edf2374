import { withHint } from '../parts/hint';
import { java } from '../parts/java';
import { startKafka } from '../parts/kafka';
import { kafkaJars } from '../parts/kafka-jars';
import type { StackDescription } from './description';
import type { Site } from './site';
import { supervised } from './supervised';

const HINT = 'Or set KAFKA_BROKERS to a Kafka of your own.';

export async function upKafka(site: Site): Promise<StackDescription['kafka']> {
  const { env, local, ports, onSpawn } = site;
  const given = env['KAFKA_BROKERS'];
  if (given) return { brokers: given.split(','), from: 'KAFKA_BROKERS' };
  const programs = Promise.all([java(env, 'Kafka'), kafkaJars(site)]);
  const [program, jars] = await withHint(programs, HINT);
  const start = () =>
    startKafka({
      dir: local.kafka,
      jars: jars.path,
      java: program,
      port: ports.kafka,
      controllerPort: ports.kafkaController,
      logFile: local.log('kafka'),
      onSpawn,
    });
  await supervised('kafka', start, site.supervision('kafka'));
  site.progress('kafka', `up: ${jars.source}`);
  return { brokers: [`127.0.0.1:${ports.kafka}`] };
}
