import { Router } from 'express';
import { refundBody } from './bodies';
import type { ApiDependencies } from './dependencies';
import { keyedRequest, type Once } from './idempotency';
import { paymentOr404 } from './lookups';
import { Problem } from './problem';
import type { Refund } from './refunding';
import { replied } from './replies';
import { parse } from './validation';
import { refundView } from './views';

export function refundRoutes(
  { db }: ApiDependencies,
  { refund, once }: { refund: Refund; once: Once },
): Router {
  const router = Router({ caseSensitive: true });

  router.post('/api/v1/payments/:paymentId/refunds', async (req, res) => {
    const wish = parse(refundBody, (req.body as unknown) ?? {});
    const payment = await paymentOr404(db, req.params.paymentId);
    const keyed = keyedRequest(req, res, `POST /api/v1/payments/${payment.paymentId}/refunds`);
    if (!keyed)
      throw new Problem(
        'idempotency_key_required',
        'Send an Idempotency-Key, new for each refund and the same when you repeat one.',
      );
    const answer = await once(keyed, async () => {
      const made = await refund(payment, wish, `key:${keyed.key}`);
      return { status: 201, body: refundView(made) };
    });
    replied(res, answer).json(answer.body);
  });

  return router;
}
