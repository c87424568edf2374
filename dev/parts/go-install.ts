import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answers, command } from './command';

/** Builds a Go program into `directory`. Go's own caches make a second build cheap. */
export async function goInstall(
  module: string,
  directory: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if ((await answers('go', 'version')) === undefined)
    throw new Error(`Go is needed to build ${module}: install Go 1.24 or newer`);
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  // GOBIN may not be set together with another platform's GOOS, so that is left out as well.
  const { GOOS: _os, GOARCH: _arch, ...rest } = env;
  // No debugging information and no C compiler: what is built is smaller, and sooner.
  const flags = ['-trimpath', '-ldflags=-s -w'];
  const goEnv = { ...rest, GOBIN: bin, CGO_ENABLED: '0' };
  await command('go', ['install', ...flags, module], { env: goEnv });
  for (const name of readdirSync(bin)) renameSync(join(bin, name), join(directory, name));
  rmSync(bin, { recursive: true });
}
