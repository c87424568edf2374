import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runningStack } from './demo/running-stack';
import { localDirectory } from './stack/local-directory';

const LOCAL_DIR = process.env['LOCAL_DIR'] ?? '.local';
const COMMAND = ['--enable-source-maps', '--import', 'tsx', 'src/dead-letters.ts'];

/** The product's command in a checkout: on the stack that runs, unless KAFKA_BROKERS names another. */
if (process.env['KAFKA_BROKERS'] === undefined) {
  if (runningStack(LOCAL_DIR)) process.loadEnvFile(localDirectory(LOCAL_DIR).productEnvironment);
  else process.stderr.write(`No stack runs in ${LOCAL_DIR} ("npm start" runs one).\n`);
}
// Ctrl-C is for the command, which says what is done by then.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
const { status } = spawnSync(process.execPath, [...COMMAND, ...process.argv.slice(2)], {
  cwd: join(__dirname, '..'),
  stdio: 'inherit',
});
process.exit(status ?? 1);
