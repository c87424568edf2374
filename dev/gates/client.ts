import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../parts/command';

const ROOT = join(__dirname, '..', '..');
const GENERATED = join(ROOT, 'src', 'db', 'generated');

/** Generates the client once more: when that changes anything, it was stale or edited. */
async function check(): Promise<void> {
  const before = contentHash(GENERATED);
  await command(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
    cwd: ROOT,
  });
  if (contentHash(GENERATED) !== before)
    throw new Error('src/db/generated was not what schema.prisma generates; now it is');
  process.stdout.write('src/db/generated is what schema.prisma generates.\n');
}

function contentHash(folder: string): string {
  const hash = createHash('sha256');
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
  for (const name of names.sort()) {
    const file = join(folder, name);
    if (statSync(file).isFile()) hash.update(name).update(readFileSync(file));
  }
  return hash.digest('hex');
}

check().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
