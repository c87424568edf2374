import setUpKafka from './kafka';
import setUpPostgres from './postgres';

/** Commands come by a real broker and end in a real database. */
export default async function setUp(): Promise<void> {
  await Promise.all([setUpKafka(), setUpPostgres()]);
}
