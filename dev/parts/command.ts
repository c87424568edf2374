import { spawn } from 'node:child_process';
import { killGroup } from './signals';

interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly limitMs?: number;
}

/** Runs a command to its end and answers what it printed; fails with that when it fails. */
export function command(
  program: string,
  args: readonly string[],
  { cwd, env = process.env, limitMs = 600_000 }: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    const child = spawn(program, args, { cwd, env, stdio: [...stdio], detached: true });
    const endGroup = () => child.pid !== undefined && killGroup(child.pid);
    const timer = setTimeout(endGroup, limitMs);
    process.once('exit', endGroup);
    const settle = () => {
      clearTimeout(timer);
      process.removeListener('exit', endGroup);
    };
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('close', (code, signal) => {
      settle();
      if (code === 0) return resolve(output);
      reject(new Error(`${program} ${args[0] ?? ''} failed (${signal ?? code})\n${tail(output)}`));
    });
  });
}

/** What the program prints, or undefined when it is not there or fails. */
export async function answers(program: string, ...args: string[]): Promise<string | undefined> {
  try {
    return await command(program, args, { limitMs: 30_000 });
  } catch {
    return undefined;
  }
}

function tail(output: string): string {
  return output.trimEnd().split('\n').slice(-15).join('\n');
}
