import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock';
import type { Progress } from './progress';

/** Something that takes long to get, kept for every later start on this machine. */
export interface CacheEntry {
  readonly name: string;
  readonly version: string;
  /** Puts everything into the folder; what it throws leaves no trace. */
  readonly fill: (directory: string) => Promise<void>;
}

/** Where parts are kept: by version, complete or not there at all. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'booking-payment-saga');
}

/** The folder of a part, filled first if need be. Two that ask at once fill it once. */
export async function cached(root: string, entry: CacheEntry, progress: Progress): Promise<string> {
  const home = cachePath(root, entry);
  if (existsSync(home)) return home;
  mkdirSync(root, { recursive: true });
  const onWait = (pid: number) => progress(entry.name, `waiting for process ${pid} to get it …`);
  await withLock(`${home}.lock`, () => fillOnce(root, home, entry), onWait);
  return home;
}

export function cachePath(root: string, entry: Pick<CacheEntry, 'name' | 'version'>): string {
  return join(root, `${entry.name}-${entry.version}`);
}

async function fillOnce(root: string, home: string, entry: CacheEntry): Promise<void> {
  if (existsSync(home)) return;
  const draftName = `${entry.name}-${entry.version}.draft-`;
  // We have the lock: any draft is of someone who died over it.
  for (const name of readdirSync(root))
    if (name.startsWith(draftName)) rmSync(join(root, name), { recursive: true, force: true });
  const draft = mkdtempSync(join(root, draftName));
  try {
    await entry.fill(draft);
    renameSync(draft, home);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
