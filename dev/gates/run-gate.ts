import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Gate } from './gates';

const ROOT = join(__dirname, '..', '..');

/** Runs a gate with its output going where ours goes; answers whether it passed. */
export async function runGate({ command, tests = [] }: Gate): Promise<boolean> {
  const empty = tests.filter((folder) => !holdsTests(join(ROOT, 'test', folder)));
  if (empty.length > 0) {
    process.stderr.write(`no tests in test/${empty.join(', test/')}\n`);
    return false;
  }
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal);
  process.once('SIGTERM', passOn);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.once('exit', resolve);
  });
  process.removeListener('SIGTERM', passOn);
  return code === 0;
}

function holdsTests(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.test.ts'));
}
