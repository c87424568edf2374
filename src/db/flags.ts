import type { FlagKind, FlagRaised } from '../domain/transition';
import type { Database, Tx } from './client';

/** Raising a flag twice leaves one flag; raising a cleared one opens it again. */
export async function raiseFlag(
  db: Database | Tx,
  bookingId: string,
  { kind, subject, detail, dueBy }: FlagRaised,
): Promise<void> {
  await db.flag.upsert({
    where: { bookingId_kind_subject: { bookingId, kind, subject } },
    create: { bookingId, kind, subject, detail, dueBy: dueBy ?? null },
    update: { detail, dueBy: dueBy ?? null, clearedAt: null },
  });
}

/** Without a subject: all of the kind. */
export async function clearFlag(
  db: Database | Tx,
  bookingId: string,
  flag: { kind: FlagKind; subject?: string },
): Promise<void> {
  const where = { bookingId, ...flag, clearedAt: null };
  await db.flag.updateMany({ where, data: { clearedAt: new Date() } });
}

export async function needsAttention(db: Database | Tx, bookingId: string): Promise<boolean> {
  return (await db.flag.count({ where: { bookingId, clearedAt: null } })) > 0;
}
