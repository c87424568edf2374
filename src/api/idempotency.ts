import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Database } from '../db/client';
import type { Prisma } from '../db/generated/client';
import {
  claimKey,
  keepAnswer,
  releaseKey,
  type Claim,
  type KeyedRequest,
  type StoredAnswer,
} from '../db/idempotent-requests';
import { waitFor } from '../db/waiting';
import { hash24 } from '../domain/ids';
import { Problem, isProblemCode, type ProblemFacts } from './problem';
import { contextOf } from './request-context';
import { invalid } from './validation';

export interface Answer {
  status: number;
  body: Prisma.InputJsonObject;
  replayed?: boolean;
}

const LONGEST_KEY = 255;

/** The caller's key; undefined where none was given. */
export function idempotencyKey(req: Request): string | undefined {
  const key = req.get('idempotency-key')?.trim();
  if (key === undefined || key === '') return undefined;
  if (key.length > LONGEST_KEY)
    throw invalid([{ path: 'Idempotency-Key', message: 'Use at most 255 characters.' }]);
  return key;
}

/** `route` with its ids filled in: a key belongs to one caller and one address. */
export function keyedRequest(req: Request, res: Response, route: string): KeyedRequest | undefined {
  const key = idempotencyKey(req);
  if (key === undefined) return undefined;
  return { scope: `${contextOf(res).caller} ${route}`, key, bodyHash: hashOf(req.body) };
}

/** The id of the update that a keyed request becomes: its repeat is the same order. */
export function updateIdOf({ scope, key, bodyHash }: KeyedRequest): string {
  return `key-${hash24(`${scope}|${key}|${bodyHash}`)}`;
}

/**
 * Runs `act` once per key. A repeat gets the first answer, also where that was a refusal; it waits
 * for a first request that is still under way. Failures of ours and "not yet" are not kept.
 */
export function createIdempotency(db: Database, repeatMs: number) {
  async function once(
    request: KeyedRequest | undefined,
    act: () => Promise<Answer>,
  ): Promise<Answer> {
    if (!request) return act();
    const claim = await waitFor(
      () => claimKey(db, request),
      ({ kind }) => kind !== 'in_progress',
      repeatMs,
    );
    if (claim.kind === 'mine') return first(request, claim, act);
    if (claim.kind === 'answered') return replay(claim.answer);
    throw claim.kind === 'other_body'
      ? new Problem('idempotency_key_reused', 'This key was used with another body. Use a new key.')
      : new Problem('request_in_progress', 'The first request with this key is still under way.');
  }

  async function first(
    request: KeyedRequest,
    { claimedAt }: Extract<Claim, { kind: 'mine' }>,
    act: () => Promise<Answer>,
  ): Promise<Answer> {
    try {
      const answer = await act();
      if (answer.status === 202) await releaseKey(db, request, claimedAt);
      else await keepAnswer(db, request, claimedAt, answer);
      return answer;
    } catch (error) {
      if (error instanceof Problem && error.status < 500)
        await keepAnswer(db, request, claimedAt, stored(error));
      else await releaseKey(db, request, claimedAt).catch(() => undefined); // it lapses by itself
      throw error;
    }
  }

  return once;
}

export type Once = ReturnType<typeof createIdempotency>;

function stored({ status, code, detail, facts }: Problem): StoredAnswer {
  return { status, body: { problem: code, detail, facts: { ...facts } as Prisma.InputJsonObject } };
}

function replay({ status, body }: StoredAnswer): Answer {
  const { problem, detail, facts } = body;
  if (!isProblemCode(problem)) return { status, body, replayed: true };
  throw new Problem(problem, typeof detail === 'string' ? detail : '', facts as ProblemFacts);
}

function hashOf(body: unknown): string {
  return createHash('sha256').update(sorted(body)).digest('hex');
}

/** The same fields in another order are the same body. */
function sorted(body: unknown): string {
  return (
    JSON.stringify(body, (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    ) ?? ''
  );
}
