import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { command } from '../../dev/parts/command';
import { scratch, type Scratch } from '../support/scratch';

const RUNNER = join(__dirname, '..', '..', 'prisma', 'migrate.mjs');
const FIRST = 'CREATE TABLE a (id int); SELECT pg_sleep(0.2);';

describe('the migration runner', () => {
  let folder: Scratch;
  let url: string;

  beforeEach(async () => {
    folder = scratch('migrations');
    const server = process.env['TEST_POSTGRES_URL'] ?? '';
    const name = `migrate_${Date.now()}`;
    await query(server, `CREATE DATABASE ${name}`);
    url = Object.assign(new URL(server), { pathname: name }).href;
    write('20260101000000_first', FIRST);
  });
  afterEach(() => folder.remove());

  function write(name: string, sql: string): void {
    mkdirSync(join(folder.dir, name), { recursive: true });
    writeFileSync(join(folder.dir, name, 'migration.sql'), sql);
  }

  function migrate(): Promise<string> {
    const env = { ...process.env, DATABASE_URL: url, MIGRATIONS_DIR: folder.dir };
    return command(process.execPath, [RUNNER], { env });
  }

  const history = () => query(url, 'SELECT * FROM _prisma_migrations ORDER BY migration_name');

  it('applies what is new, once, and records it as Prisma does', async () => {
    await migrate();
    write('20260102000000_second', 'ALTER TABLE a ADD COLUMN b text;');
    expect(await migrate()).toContain('1 applied, 1 were there before');
    expect(await migrate()).toContain('0 applied, 2 were there before');
    const rows = await history();
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      migration_name: '20260101000000_first',
      checksum: createHash('sha256').update(FIRST).digest('hex'),
      applied_steps_count: 1,
      rolled_back_at: null,
      logs: null,
    });
    expect(rows[0]?.['finished_at']).toBeInstanceOf(Date);
  });

  it('waits for another that is at it', async () => {
    const answers = await Promise.all([migrate(), migrate(), migrate()]);
    expect(answers.filter((answer) => answer.includes('1 applied'))).toHaveLength(1);
    expect(await history()).toHaveLength(1);
  });

  it('refuses when an applied migration was changed', async () => {
    await migrate();
    write('20260101000000_first', `${FIRST} -- harmless`);
    await expect(migrate()).rejects.toThrow('was changed after it was applied');
  });

  it('leaves nothing of a migration that fails, and says where it did', async () => {
    write('20260102000000_bad', 'CREATE TABLE c (id int);\nSELECT nonsense;');
    await expect(migrate()).rejects.toThrow('20260102000000_bad, line 2');
    expect(await history()).toHaveLength(1);
    expect(await query(url, "SELECT 1 FROM pg_tables WHERE tablename = 'c'")).toHaveLength(0);
    write('20260102000000_bad', 'CREATE TABLE c (id int);');
    expect(await migrate()).toContain('1 applied');
  });
});

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
