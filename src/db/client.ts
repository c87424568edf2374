import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient, type Prisma } from './generated/client';
import { createStatementNames } from './statement-names';

export type Database = PrismaClient;
/** A client inside a transaction. */
export type Tx = Prisma.TransactionClient;

/** `close` it when the process stops. `max` bounds the connections of this process. */
export function createDatabase(url: string, max = 10): Database {
  const adapter = new PrismaPg(
    { connectionString: url, max, connectionTimeoutMillis: 5_000 },
    { statementNameGenerator: createStatementNames() },
  );
  // Minimal: the usual messages quote the arguments of the failed query.
  return new PrismaClient({ adapter, errorFormat: 'minimal' });
}
