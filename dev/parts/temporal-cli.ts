import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from './command';
import { cached, cachePath } from './cache';
import { goInstall } from './go-install';
import { announced } from './progress';
import { downloadWithSdk } from './sdk-download';
import type { Sourced, Sourcing } from './source';

// The newest release that `go install` takes: later ones replace modules.
const CLI = { name: 'temporal', version: '1.5.1' };
const MODULE = `github.com/temporalio/cli/cmd/temporal@v${CLI.version}`;

/** The `temporal` program, which holds the development server and the Web UI. */
export async function temporalCli(sourcing: Sourcing): Promise<Sourced> {
  const { env, cacheRoot, progress } = sourcing;
  const given = env['TEMPORAL_CLI_PATH'];
  if (given) return { path: given, source: 'TEMPORAL_CLI_PATH' };
  const version = await answers('temporal', '--version');
  if (version !== undefined) return { path: 'temporal', source: `on PATH, ${version.trim()}` };

  let source = `Temporal CLI ${CLI.version}, cached`;
  const had = existsSync(cachePath(cacheRoot, CLI));
  const fill = async (directory: string) => void (source = await fetchCli(directory, sourcing));
  const home = await cached(cacheRoot, { ...CLI, fill }, progress);
  return { path: join(home, 'temporal'), source: had ? 'Temporal CLI, cached' : source };
}

async function fetchCli(directory: string, { env, progress }: Sourcing): Promise<string> {
  try {
    await announced(progress, 'temporal', "trying the SDK's download of the dev server", () =>
      downloadWithSdk('dev-server', join(directory, 'temporal')),
    );
    return 'Temporal dev server, downloaded by the SDK';
  } catch {
    progress('temporal', 'no download to be had here: building it with Go instead');
  }
  await announced(progress, 'temporal', `building ${MODULE}, once; takes some minutes`, () =>
    goInstall(MODULE, directory, env),
  );
  return `Temporal CLI ${CLI.version}, built with Go`;
}
