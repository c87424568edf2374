import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache';
import { command } from './command';
import { goInstall } from './go-install';
import { announced } from './progress';
import { sourcing, type Sourcing } from './source';

const MOCK = { name: 'stripe-mock', version: '0.203.0' };
const MODULE = 'github.com/stripe/stripe-mock';
const SPEC = 'spec3.json';
const FIXTURES = 'fixtures3.json';

/** Stripe's own mock, which knows every route and parameter but keeps no state. */
export interface StripeMock {
  readonly binary: string;
  /** Stripe's OpenAPI document, and the sample object of every resource. */
  readonly spec: string;
  readonly fixtures: string;
}

export async function stripeMock(from: Sourcing = sourcing()): Promise<StripeMock> {
  const { env, cacheRoot, progress } = from;
  const module = `${MODULE}@v${MOCK.version}`;
  const fill = async (directory: string) => {
    await announced(progress, MOCK.name, `building ${module}, once`, () =>
      goInstall(module, directory, env),
    );
    // The documents lie in the module's source; Go's own cache may be cleaned at any time.
    const { Dir } = JSON.parse(
      await command('go', ['mod', 'download', '-json', module], { cwd: directory, env }),
    ) as { Dir: string };
    for (const file of [SPEC, FIXTURES])
      copyFileSync(join(Dir, 'embedded', 'openapi', file), join(directory, file));
  };
  const home = await cached(cacheRoot, { ...MOCK, fill }, progress);
  return {
    binary: join(home, 'stripe-mock'),
    spec: join(home, SPEC),
    fixtures: join(home, FIXTURES),
  };
}
