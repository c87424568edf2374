import { Router, type Request, type Response } from 'express';
import { historyOf } from '../db/booking-reads';
import type { RefundRow } from '../db/refunds';
import type { OperatorOrder } from '../temporal/refunds';
import { actBody, extendBody } from './bodies';
import type { ApiDependencies } from './dependencies';
import type { Extend } from './extending';
import { keyedRequest, updateIdOf, type Once } from './idempotency';
import { bookingOr404, refundOr404 } from './lookups';
import type { RefundActs } from './refund-acts';
import { replied } from './replies';
import { parse } from './validation';
import { bookingView, refundView } from './views';

/** What a person decides. Each act needs a reason, and the workflow keeps it on record. */
export function operatorRoutes(
  { db }: ApiDependencies,
  { extend, refundActs, once }: { extend: Extend; refundActs: RefundActs; once: Once },
): Router {
  const router = Router({ caseSensitive: true });

  router.post('/api/v1/refunds/:refundId/retry', (req, res) =>
    actOnRefund(req, res, 'retry', refundActs.retry),
  );

  router.post('/api/v1/refunds/:refundId/mark-refunded', (req, res) =>
    actOnRefund(req, res, 'mark-refunded', refundActs.mark),
  );

  async function actOnRefund(
    req: Request<{ refundId: string }>,
    res: Response,
    name: string,
    act: (row: RefundRow, order: OperatorOrder, keyed?: string) => Promise<RefundRow>,
  ): Promise<void> {
    const order = parse(actBody, (req.body as unknown) ?? {});
    const refund = await refundOr404(db, req.params.refundId);
    const keyed = keyedRequest(req, res, `POST /api/v1/refunds/${refund.refundId}/${name}`);
    const answer = await once(keyed, async () => {
      const now = await act(refund, order, keyed && updateIdOf(keyed));
      return { status: 200, body: refundView(now) };
    });
    replied(res, answer).json(answer.body);
  }

  router.post('/api/v1/bookings/:bookingId/extend-deadline', async (req, res) => {
    const { expiresAt, reason } = parse(extendBody, (req.body as unknown) ?? {});
    const order = { expiresAt: new Date(expiresAt).toISOString(), reason };
    const payment = await bookingOr404(db, req.params.bookingId);
    const { bookingId } = payment;
    const keyed = keyedRequest(req, res, `POST /api/v1/bookings/${bookingId}/extend-deadline`);
    const answer = await once(keyed, async () => {
      const now = await extend(payment, order, keyed && updateIdOf(keyed));
      return { status: 200, body: bookingView(now, await historyOf(db, bookingId)) };
    });
    replied(res, answer).json(answer.body);
  });

  return router;
}
