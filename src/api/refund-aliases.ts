import { Router, type Request, type Response } from 'express';
import type { PaymentRow, RefundRow } from '../db/booking-reads';
import { stripeReason } from '../domain/refund';
import { paymentRefundAliasBody, refundAliasBody } from './bodies';
import type { ApiDependencies } from './dependencies';
import { keyedRequest, type Once } from './idempotency';
import { paymentNotFound, paymentOfIntentOr404, paymentOr404 } from './lookups';
import { Problem, unavailable } from './problem';
import { bodyIdentity } from './refund-identity';
import type { Refund, RefundWish } from './refunding';
import { replied } from './replies';
import { parse } from './validation';
import { refundView } from './views';

/** The refund routes of 000, 002 and 004: one shape, with Stripe's words beside ours. */
export function refundAliases(
  { db }: ApiDependencies,
  { refund, once }: { refund: Refund; once: Once },
): Router {
  const router = Router({ caseSensitive: true });

  router.post('/api/v1/payment/refund', async (req, res) => {
    const { paymentIntentId, bookingId, userId, ...wish } = parse(refundAliasBody, req.body);
    const payment = await paymentOfIntentOr404(db, paymentIntentId);
    const { booking } = payment;
    // Whoever names another booking or user has mixed up the payment: do not say that it exists.
    if ((bookingId ?? booking.bookingId) !== booking.bookingId) paymentNotFound();
    if ((userId ?? booking.userId) !== booking.userId) paymentNotFound();
    await answerRefund(req, res, '/api/v1/payment/refund', payment, wish);
  });

  router.post('/api/v1/payments/:paymentId/refund', async (req, res) => {
    const wish = parse(paymentRefundAliasBody, (req.body as unknown) ?? {});
    const payment = await paymentOr404(db, req.params.paymentId);
    await answerRefund(req, res, `/api/v1/payments/${payment.paymentId}/refund`, payment, wish);
  });

  async function answerRefund(
    req: Request,
    res: Response,
    path: string,
    payment: PaymentRow,
    wish: RefundWish,
  ): Promise<void> {
    const keyed = keyedRequest(req, res, `POST ${path}`);
    const answer = await once(keyed, async () => {
      const identity = keyed ? `key:${keyed.key}` : await bodyIdentity(db, payment, wish);
      const made = await refund(payment, wish, identity);
      return { status: 200, body: inBothWords(made, payment) };
    });
    replied(res, answer).json(answer.body);
  }

  return router;
}

/** `refund` as Stripe would show it, because that is what the old routes passed through. */
function inBothWords(refund: RefundRow, { stripePaymentIntentId }: PaymentRow) {
  const { stripeRefundId: id, status, amountMinor: amount, charge, reason } = refund;
  if (id === null && status === 'failed')
    throw new Problem('payment_not_refundable', 'Stripe refuses this refund.');
  if (id === null && status === 'pending') throw unavailable('Stripe is slow.');
  return {
    success: true,
    data: refundView(refund),
    refund: {
      id: id ?? refund.refundId,
      object: 'refund',
      amount,
      currency: charge.currency,
      payment_intent: stripePaymentIntentId,
      status,
      reason: stripeReason(reason),
    },
  };
}
