import { join } from 'node:path';
import { cached } from '../../dev/parts/cache';
import { mavenJars } from '../../dev/parts/maven-jars';
import { sourcing } from '../../dev/parts/source';

const TOOLS = { name: 'kafka-tools', version: '4.3.1' };

/** Kafka's own command line tools as a class path: consumers that share nothing with ours. */
export async function kafkaTools(): Promise<string> {
  const { env, cacheRoot, progress } = sourcing();
  const fill = (directory: string) =>
    mavenJars([`org.apache.kafka:kafka-tools:${TOOLS.version}`], join(directory, 'libs'), env);
  return join(await cached(cacheRoot, { ...TOOLS, fill }, progress), 'libs', '*');
}
