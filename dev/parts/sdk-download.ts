import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command';

const LIMIT_MS = 60_000;

export type TemporalServer = 'dev-server' | 'time-skipping';

/**
 * The Temporal SDK can download servers, but only to start one at once. So it does, in a process
 * of its own that can be ended when the network leads nowhere, and we keep the program.
 */
export async function downloadWithSdk(server: TemporalServer, destination: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'sdk-download-'));
  try {
    const script = join(__dirname, 'sdk-download-process.ts');
    const args = ['--import', 'tsx', script, server, directory];
    await command(process.execPath, args, { limitMs: LIMIT_MS });
    const [program] = readdirSync(directory);
    if (program === undefined) throw new Error('the SDK left no program behind');
    copyFileSync(join(directory, program), destination);
    chmodSync(destination, 0o755);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
