import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

export interface FreshDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of one's own with every migration applied: a copy of the run's template. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = process.env['TEST_POSTGRES_URL'];
  if (server === undefined)
    throw new Error("no PostgreSQL for this jest project: give it 'postgres' in jest.config.js");
  const name = `test_${randomUUID()}`;
  await execute(server, `CREATE DATABASE "${name}" TEMPLATE template`);
  return {
    url: Object.assign(new URL(server), { pathname: name }).href,
    drop: () => execute(server, `DROP DATABASE "${name}" WITH (FORCE)`),
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
