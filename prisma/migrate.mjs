// Applies prisma/migrations to DATABASE_URL and records them as Prisma does, so that its own
// `migrate deploy` works on the same folders and tables wherever its engine can be had.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** The lock that Prisma's engine takes too: neither can deploy while the other does. */
const ADVISORY_LOCK = 72707369;

const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

const say = (line) => void process.stdout.write(`${line}\n`);

const folder = process.env.MIGRATIONS_DIR ?? fileURLToPath(new URL('migrations', import.meta.url));
await deploy(folder, process.env.DATABASE_URL).catch((error) => {
  process.stderr.write(`migrate: ${error.message || error}\n`); // an AggregateError has no message
  process.exitCode = 1;
});

async function deploy(directory, url) {
  if (!url) throw new Error('DATABASE_URL is not set');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Held by the session: whoever comes second waits here and then finds nothing left to do.
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query('SET client_min_messages = warning');
    await client.query(HISTORY_TABLE);
    const migrations = readMigrations(directory);
    const applied = await appliedMigrations(client);
    refuseBrokenHistory(migrations, applied);
    const pending = migrations.filter(({ name }) => !applied.has(name));
    for (const migration of pending) await apply(client, migration);
    say(`migrate: ${pending.length} applied, ${applied.size} were there before`);
  } finally {
    await client.end();
  }
}

function readMigrations(directory) {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ name: entry.name, file: join(directory, entry.name, 'migration.sql') }))
    .filter(({ file }) => existsSync(file))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, file }) => {
      const sql = readFileSync(file, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function appliedMigrations(client) {
  const { rows } = await client.query(
    `SELECT migration_name, checksum, finished_at FROM "_prisma_migrations"
     WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return new Map(rows.map((row) => [row.migration_name, row]));
}

/** A history that no longer matches the folders is for a person to sort out, not for a deploy. */
function refuseBrokenHistory(migrations, applied) {
  const checksums = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const [name, row] of applied) {
    if (row.finished_at === null)
      throw new Error(`${name} failed before; settle it with "prisma migrate resolve"`);
    if (!checksums.has(name))
      say(`migrate: ${name} is applied but not here: a newer release has been at this database`);
    else if (checksums.get(name) !== row.checksum)
      throw new Error(`${name} was changed after it was applied; put it back and add a new one`);
  }
}

/** The migration and its record stand or fall together. */
async function apply(client, { name, sql, checksum }) {
  const startedAt = new Date();
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations"
         (id, checksum, started_at, finished_at, migration_name, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), $4, 1)`,
      [randomUUID(), checksum, startedAt, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    const line = error.position && sql.slice(0, Number(error.position)).split('\n').length;
    throw new Error(`${name}${line ? `, line ${line}` : ''}: ${error.message}`, { cause: error });
  }
  say(`migrate: ${name} (${Date.now() - startedAt.getTime()} ms)`);
}
