import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

/**
 * Answers with an ETag of the booking's sequence. A few facts change between two transitions (a
 * refund gets its id at Stripe), so a digest of the body goes with it.
 */
export function answerTagged(req: Request, res: Response, sequence: number, body: object): void {
  const text = JSON.stringify(body);
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const tag = `"${sequence}-${digest}"`;
  res.setHeader('ETag', tag);
  res.setHeader('Cache-Control', 'private, no-cache');
  if (isKnown(tag, req.get('if-none-match'))) {
    res.status(304).end();
    return;
  }
  res.type('json').send(text);
}

/** Not Express's own `fresh`: it answers in full where a client says "Cache-Control: no-cache". */
function isKnown(tag: string, known = ''): boolean {
  return known.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, '')));
}
