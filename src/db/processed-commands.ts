import type { Database } from './client';
import type { Prisma } from './generated/client';

/** A command by its own identity (contracts.md 2.2), never by its place in the log. */
export interface CommandKey {
  /** The topic, by its name in the catalogue. */
  command: string;
  requestId: string;
}

export interface ProcessedCommand {
  /** The record that brought it first. */
  source: string;
  /** What it asked for. */
  fingerprint: string;
  receivedAt: Date;
  /** Noted just now. */
  isNew: boolean;
  /** What it came to, and when; absent while it is being carried out. */
  answer?: Prisma.JsonObject;
  answeredAt?: Date;
}

/** Notes the command before anything is done about it; answers the row of whoever was first. */
export async function beginCommand(
  db: Database,
  key: CommandKey,
  { source, fingerprint }: Pick<ProcessedCommand, 'source' | 'fingerprint'>,
): Promise<ProcessedCommand> {
  const data = { ...key, source, fingerprint };
  const { count } = await db.processedCommand.createMany({ data, skipDuplicates: true });
  return processed(db, key, count === 1);
}

/** The first answer stays; answers what is on record then. */
export async function answerCommand(
  db: Database,
  key: CommandKey,
  answer: Prisma.InputJsonObject,
): Promise<ProcessedCommand> {
  await db.processedCommand.updateMany({
    where: { ...key, answeredAt: null },
    data: { answer, answeredAt: new Date() },
  });
  return processed(db, key);
}

async function processed(db: Database, key: CommandKey, isNew = false): Promise<ProcessedCommand> {
  const where = { command_requestId: key };
  const row = await db.processedCommand.findUniqueOrThrow({ where });
  const { source, fingerprint, receivedAt, answeredAt } = row;
  const begun = { source, fingerprint, receivedAt, isNew };
  return answeredAt === null
    ? begun
    : { ...begun, answer: row.answer as Prisma.JsonObject, answeredAt };
}
