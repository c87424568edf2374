import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DRIVEN } from './bugs';

const LIMIT_MS = 5 * 60_000;

export interface Outcome {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Runs the demo as it is in a copy of the checkout, on a stack of its own. */
export function rehearse(directory: string): Promise<Outcome> {
  const args = ['--import', 'tsx', 'dev/demo.ts', `--only=${DRIVEN.join(',')}`];
  // What the stack leaves behind goes with the copy.
  const temporary = join(directory, 'tmp');
  mkdirSync(temporary);
  const env = { ...process.env, TMPDIR: temporary, LOCAL_DIR: join(directory, 'no-stack-here') };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: directory,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    // It stops its stack by itself when it is asked to.
    const timer = setTimeout(() => child.kill('SIGTERM'), LIMIT_MS);
    child.once('error', reject);
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, output });
    });
  });
}
