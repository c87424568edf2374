import type { Database } from './client';
import type { Prisma } from './generated/client';

/** One use of a caller's key on one route. */
export interface KeyedRequest {
  /** Caller and route. */
  scope: string;
  key: string;
  bodyHash: string;
}

export interface StoredAnswer {
  status: number;
  body: Prisma.InputJsonObject;
}

export type Claim =
  | { kind: 'mine'; claimedAt: Date }
  | { kind: 'answered'; answer: StoredAnswer }
  | { kind: 'in_progress' }
  | { kind: 'other_body' };

/**
 * A request that has not been answered for this long was left by a process that died. If it was
 * not, both do the same: what they do has an identity of its own.
 */
export const ABANDONED_AFTER_MS = 20_000;

/** Takes the key for this request, or tells what has become of the one that has it. */
export async function claimKey(db: Database, request: KeyedRequest): Promise<Claim> {
  const { scope, key, bodyHash } = request;
  const claimedAt = new Date();
  const data = { ...request, createdAt: claimedAt };
  const { count } = await db.idempotentRequest.createMany({ data, skipDuplicates: true });
  if (count === 1) return { kind: 'mine', claimedAt };

  const row = await db.idempotentRequest.findUnique({ where: { scope_key: { scope, key } } });
  if (!row) return { kind: 'in_progress' }; // given up by its owner just now
  if (row.bodyHash !== bodyHash) return { kind: 'other_body' };
  if (row.status !== null) {
    const body = row.body as Prisma.InputJsonObject;
    return { kind: 'answered', answer: { status: row.status, body } };
  }
  return retake(db, request, claimedAt);
}

async function retake(db: Database, { scope, key }: KeyedRequest, claimedAt: Date): Promise<Claim> {
  const abandoned = { lt: new Date(claimedAt.getTime() - ABANDONED_AFTER_MS) };
  const { count } = await db.idempotentRequest.updateMany({
    where: { scope, key, status: null, createdAt: abandoned },
    data: { createdAt: claimedAt },
  });
  return count === 1 ? { kind: 'mine', claimedAt } : { kind: 'in_progress' };
}

/** Keeps the answer for repeats, unless somebody else has taken the key over. */
export async function keepAnswer(
  db: Database,
  { scope, key }: KeyedRequest,
  claimedAt: Date,
  { status, body }: StoredAnswer,
): Promise<void> {
  await db.idempotentRequest.updateMany({
    where: { scope, key, status: null, createdAt: claimedAt },
    data: { status, body },
  });
}

/** Gives the key back: the request failed in a way that a repeat may cure. */
export async function releaseKey(
  db: Database,
  { scope, key }: KeyedRequest,
  claimedAt: Date,
): Promise<void> {
  await db.idempotentRequest.deleteMany({
    where: { scope, key, status: null, createdAt: claimedAt },
  });
}
