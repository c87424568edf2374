import { composeLoader } from '../parts/compose-loader';
import { java } from '../parts/java';
import { kafkaJars } from '../parts/kafka-jars';
import { postgresBinaries } from '../parts/postgres-binaries';
import { sourcing } from '../parts/source';
import { stripeMock } from '../parts/stripe-mock';
import { temporalCli } from '../parts/temporal-cli';
import { temporalTestServer } from '../parts/temporal-test-server';

const say = (part: string, message: string) =>
  void process.stdout.write(`${part.padEnd(22)} ${message}\n`);

/** Gets everything before the tests, whose time limits are not made for that. */
async function getAll(): Promise<void> {
  const from = sourcing(process.env, say);
  say('postgres', postgresBinaries().postgres);
  const [javaProgram, kafka, testServer] = await Promise.all([
    java(process.env, 'Kafka'),
    kafkaJars(from),
    temporalTestServer(from),
  ]);
  say('java', javaProgram);
  say('kafka', kafka.source);
  say('temporal test server', testServer.source);
  // Compilers take every core that there is: one after the other is as fast, and needs less memory.
  say('temporal', (await temporalCli(from)).source);
  say('stripe-mock', (await stripeMock(from)).binary);
  say('compose loader', await composeLoader(from));
}

getAll().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
