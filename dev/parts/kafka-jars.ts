import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, cachePath } from './cache';
import { mavenJars } from './maven-jars';
import { announced } from './progress';
import type { Sourced, Sourcing } from './source';

// Kafka logs through slf4j 1.7 and brings nothing that writes what is logged.
const LOGGER = 'org.slf4j:slf4j-simple:1.7.36';
const KAFKA = { name: 'kafka', version: '4.3.1' };

/** Apache Kafka as its jars, from Maven Central once. */
export async function kafkaJars({ env, cacheRoot, progress }: Sourcing): Promise<Sourced> {
  const had = existsSync(cachePath(cacheRoot, KAFKA));
  const fill = (directory: string) =>
    announced(progress, 'kafka', `fetching Apache Kafka ${KAFKA.version} with Maven, once`, () =>
      mavenJars(
        [`org.apache.kafka:kafka_2.13:${KAFKA.version}`, LOGGER],
        join(directory, 'libs'),
        env,
      ),
    );
  const home = await cached(cacheRoot, { ...KAFKA, fill }, progress);
  const source = `Apache Kafka ${KAFKA.version} (KRaft), ${had ? 'cached' : 'fetched just now'}`;
  return { path: join(home, 'libs'), source };
}
