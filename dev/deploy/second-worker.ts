import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Daemon } from '../parts/daemon';
import { startNodeProcess } from '../parts/node-process';
import { endWithUs } from '../parts/orphan-guard';
import { copyWith } from '../patched/copy';
import type { Edit } from '../patched/patch';

export interface SecondWorker {
  readonly localDir: string;
  readonly edits: readonly Edit[];
  /** What it is told otherwise than the stack's own worker. */
  readonly env: Readonly<Record<string, string>>;
}

/** A worker of a changed checkout, next to the one of the stack. */
export function secondWorker({ localDir, edits, env }: SecondWorker) {
  const copy = copyWith(...edits);
  let starting: Promise<Daemon> | undefined;
  const stop = async () => {
    const daemon = await starting?.catch(() => undefined);
    starting = undefined;
    await daemon?.stop(30_000);
  };
  return {
    async start(): Promise<void> {
      const product = parseEnv(readFileSync(join(localDir, 'product.env'), 'utf8'));
      starting = startNodeProcess({
        name: 'second worker',
        file: 'src/worker.ts',
        root: copy.directory,
        env: { ...process.env, ...product, ...env },
        logFile: join(localDir, 'logs', 'second-worker.log'),
        onSpawn: endWithUs,
      });
      await starting;
    },
    stop,
    async leave(): Promise<void> {
      await stop();
      copy.remove();
    },
  };
}
