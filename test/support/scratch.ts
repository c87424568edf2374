import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Scratch {
  readonly dir: string;
  remove(): void;
}

/** A folder for one test file; open to PostgreSQL's user where tests run as root. */
export function scratch(name: string): Scratch {
  const dir = mkdtempSync(join(tmpdir(), `bps-${name}-`));
  chmodSync(dir, 0o755);
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
