import { join } from 'node:path';
import { command } from '../../../dev/parts/command';
import { freePort } from '../../../dev/parts/port';
import { ensureDatabase, startPostgres } from '../../../dev/parts/postgres';
import { endWithTheRun } from '../orphan-guard';
import { scratch } from '../scratch';
import { startOnce } from './started';

const ROOT = join(__dirname, '..', '..', '..');
const MAY_BE_LOST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** One server per run, with the template that `freshDatabase` copies. */
export default function setUp(): Promise<void> {
  return startOnce('postgres', async () => {
    const { dir, remove } = scratch('postgres');
    const postgres = await startPostgres({
      dir,
      port: await freePort(),
      password: 'test',
      logFile: join(dir, 'log'),
      settings: MAY_BE_LOST,
      onSpawn: endWithTheRun,
    });
    const template = await ensureDatabase(postgres, 'template');
    const env = { ...process.env, DATABASE_URL: template };
    await command(process.execPath, [join(ROOT, 'prisma', 'migrate.mjs')], { env });
    process.env['TEST_POSTGRES_URL'] = postgres.url('postgres');
    return async () => {
      await postgres.daemon.stop();
      remove();
    };
  });
}
