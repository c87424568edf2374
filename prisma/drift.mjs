// Compares prisma/migrations with schema.prisma through Prisma's own engine, without a download.
//   node prisma/drift.mjs                  exits 2 and shows the difference when they disagree
//   node prisma/drift.mjs --create <name>  writes the difference as the next migration
// DATABASE_URL names a PostgreSQL on which a throw-away database may be made; without one, a
// PostgreSQL is started for the moment.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { difference } from './schema-engine.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const create = process.argv.indexOf('--create');
const name = create > 0 ? process.argv[create + 1] : undefined;
if (create > 0 && !/^\w+$/.test(name ?? '')) {
  process.stderr.write('usage: node prisma/drift.mjs [--create <name_of_migration>]\n');
  process.exit(1);
}

const sql = process.env.DATABASE_URL
  ? await difference(process.env.DATABASE_URL, here)
  : await withThrowawayPostgres((url) => difference(url, here));

if (sql === undefined) process.stdout.write('The migrations and schema.prisma agree.\n');
else if (name === undefined)
  process.stdout.write(`The migrations lack this (npm run db:create -- <name>):\n\n${sql}`);
else writeMigration(name, sql);
process.exit(sql !== undefined && name === undefined ? 2 : 0); // an engine timer lasts 10 s

function writeMigration(title, script) {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(here, 'migrations', `${stamp}_${title}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), script);
  process.stdout.write(`${join(folder, 'migration.sql')}\n`);
}

async function withThrowawayPostgres(work) {
  const { startPostgres } = await tsImport('../dev/parts/postgres.ts', import.meta.url);
  const { freePort } = await tsImport('../dev/parts/port.ts', import.meta.url);
  const dir = mkdtempSync(join(tmpdir(), 'drift-'));
  const options = { dir, port: await freePort(), password: 'drift', settings: ['fsync=off'] };
  const postgres = await startPostgres({ ...options, logFile: join(dir, 'log') });
  try {
    return await work(postgres.url('postgres'));
  } finally {
    await postgres.daemon.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
