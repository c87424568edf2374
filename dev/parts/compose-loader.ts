import { join } from 'node:path';
import { cached } from './cache';
import { goInstall } from './go-install';
import { announced } from './progress';
import type { Sourcing } from './source';

const LOADER = { name: 'compose-go', version: '2.16.2' };
const MODULE = `github.com/compose-spec/compose-go/v2/cmd@v${LOADER.version}`;

/** The part of `docker compose` that reads and checks compose files, as a program of its own. */
export async function composeLoader({ env, cacheRoot, progress }: Sourcing): Promise<string> {
  const fill = (directory: string) =>
    announced(progress, LOADER.name, `building ${MODULE}, once`, () =>
      goInstall(MODULE, directory, env),
    );
  return join(await cached(cacheRoot, { ...LOADER, fill }, progress), 'cmd');
}
