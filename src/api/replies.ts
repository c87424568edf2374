import type { Response } from 'express';
import type { Answer } from './idempotency';

/** Status and headers of an answer that an Idempotency-Key may have kept. */
export function replied(res: Response, { status, replayed }: Answer): Response {
  if (replayed) res.setHeader('Idempotency-Replayed', 'true');
  return res.status(status);
}
