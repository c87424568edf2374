import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackDescription } from '../stack/description';

/** The stack that `npm start` keeps running, if it does. */
export function runningStack(localDir: string): StackDescription | undefined {
  const file = join(localDir, 'stack.json');
  if (!existsSync(file)) return undefined;
  const stack = JSON.parse(readFileSync(file, 'utf8')) as StackDescription;
  const { api, worker } = stack.processes;
  if (api === undefined || worker === undefined || !isAlive(api)) return undefined;
  return stack;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
