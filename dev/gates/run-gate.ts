import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { killGroup } from '../parts/signals';
import type { Gate } from './gates';

const ROOT = join(__dirname, '..', '..');
const LIMIT_MS = 20 * 60_000;

/** Runs a gate with its output going where ours goes; answers whether it passed. */
export async function runGate(gate: Gate, stopping: AbortSignal): Promise<boolean> {
  const { command, tests = [] } = gate;
  const empty = tests.filter((folder) => !holdsTests(join(ROOT, 'test', folder)));
  if (empty.length > 0) {
    complain(`no tests in test/${empty.join(', test/')}`);
    return false;
  }
  const [program, ...args] = command;
  const stdio = ['ignore', 'inherit', 'inherit'] as const;
  // A group of its own: npm and the shell between us pass no signal on.
  const child = spawn(program, args, { cwd: ROOT, stdio: [...stdio], detached: true });
  const end = () => child.pid !== undefined && killGroup(child.pid);
  const timer = setTimeout(() => {
    complain(`${gate.name} is not through after ${LIMIT_MS / 60_000} minutes`);
    end();
  }, LIMIT_MS);
  stopping.addEventListener('abort', end);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      complain(error.message);
      resolve(1);
    });
    child.once('exit', resolve);
  });
  clearTimeout(timer);
  stopping.removeEventListener('abort', end);
  return code === 0;
}

function complain(about: string): void {
  process.stderr.write(`${about}\n`);
}

function holdsTests(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.test.ts'));
}
