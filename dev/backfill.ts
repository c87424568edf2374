import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runningStack } from './demo/running-stack';
import { localDirectory } from './stack/local-directory';

const LOCAL_DIR = process.env['LOCAL_DIR'] ?? '.local';
const COMMAND = ['--enable-source-maps', '--import', 'tsx', 'src/backfill.ts'];

/** The product's command in a checkout: on the stack that runs, unless DATABASE_URL names another. */
if (process.env['DATABASE_URL'] === undefined) {
  if (runningStack(LOCAL_DIR)) process.loadEnvFile(localDirectory(LOCAL_DIR).productEnvironment);
  else process.stderr.write(`No stack runs in ${LOCAL_DIR} ("npm start" runs one).\n`);
}
const { status } = spawnSync(process.execPath, [...COMMAND, ...process.argv.slice(2)], {
  cwd: join(__dirname, '..'),
  stdio: 'inherit',
});
process.exit(status ?? 1);
