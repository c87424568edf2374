import setUpKafka from './kafka';
import setUpPostgres from './postgres';

/** The consumers' library: Kafka, and PostgreSQL for what it remembers. */
export default async function setUp(): Promise<void> {
  await Promise.all([setUpKafka(), setUpPostgres()]);
}
