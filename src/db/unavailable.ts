import { Prisma } from './generated/client';

/** Not reachable, timed out, closed the connection, no connection free, no transaction begun. */
const CODES = new Set(['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2037']);
/** What the driver says when a server goes away or is just starting (PostgreSQL classes 08, 57P). */
const DRIVER =
  /ECONNREFUSED|ECONNRESET|EPIPE|Connection terminated|timeout exceeded|57P0[1-3]|\b08\d{3}\b/;

/** True when the database gave no answer, as against refusing what it was asked. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (error instanceof Prisma.PrismaClientKnownRequestError && CODES.has(error.code)) return true;
  return error instanceof Error && DRIVER.test(`${error.name} ${error.message}`);
}
