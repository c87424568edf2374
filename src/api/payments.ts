import { Router, type Request, type Response } from 'express';
import type { BookingRequest } from '../domain/booking';
import { paymentIdOf } from '../domain/ids';
import { refundsOf } from '../db/booking-reads';
import { cancelBody, createBody } from './bodies';
import type { Cancel } from './cancelling';
import type { Create } from './creating';
import type { ApiDependencies } from './dependencies';
import { answerTagged } from './entity-tag';
import { keyedRequest, type Once } from './idempotency';
import { paymentOr404 } from './lookups';
import { Problem, unavailable } from './problem';
import { replied } from './replies';
import { contextOf } from './request-context';
import { revealed } from './secrets';
import { parse } from './validation';
import { disputeView, paymentView, refundView } from './views';

/** The canonical routes of payments; their refunds are in refunds.ts. */
export function paymentRoutes(
  deps: ApiDependencies,
  { create, cancel, once }: { create: Create; cancel: Cancel; once: Once },
): Router {
  const { db, secrets, logger, settings } = deps;
  const router = Router({ caseSensitive: true });

  router.post('/api/v1/payments', async (req, res) => {
    const request = bookingRequestOf(req, res);
    const keyed = keyedRequest(req, res, 'POST /api/v1/payments');
    const answer = await once(keyed, () => create(request));
    const secret = await revealed(secrets, logger, answer);
    const open = answer.body['bookingStatus'] === 'PENDING_PAYMENT';
    // Without the secret the customer cannot pay: the caller has to come back for it.
    const status = open && !secret ? 202 : answer.status;
    if (status === 201) res.location(`/api/v1/payments/${paymentIdOf(request.bookingId)}`);
    const body = { ...answer.body, ...(secret && { clientSecret: secret.clientSecret }) };
    replied(res, answer).status(status).json(body);
  });

  router.get('/api/v1/payments/:paymentId', async (req, res) => {
    const payment = await paymentOr404(db, req.params.paymentId);
    const refunds = await refundsOf(db, payment.paymentId);
    const dispute = payment.disputes[0]; // the latest
    const body = {
      ...paymentView(payment),
      refunds: refunds.map(refundView),
      ...(dispute && { dispute: disputeView(dispute) }),
    };
    answerTagged(req, res, payment.booking.sequence, body);
  });

  router.post('/api/v1/payments/:paymentId/cancel', async (req, res) => {
    const { reason } = parse(cancelBody, (req.body as unknown) ?? {});
    const payment = await paymentOr404(db, req.params.paymentId);
    const route = `POST /api/v1/payments/${payment.paymentId}/cancel`;
    const answer = await once(keyedRequest(req, res, route), async () => {
      const order = { cancelledBy: 'customer', ...(reason !== undefined && { reason }) } as const;
      return { status: 200, body: paymentView(await cancel(payment, order)) };
    });
    replied(res, answer).json(answer.body);
  });

  router.get('/api/v1/payments/:paymentId/client-secret', async (req, res) => {
    const { stripePaymentIntentId, booking } = await paymentOr404(db, req.params.paymentId);
    if (stripePaymentIntentId === null) throw withoutIntent(booking.status);
    const secret = await revealed(secrets, logger, { body: { stripePaymentIntentId } });
    if (!secret) throw unavailable('Stripe is slow.');
    const { publishableKey } = settings;
    res.json({ clientSecret: secret.clientSecret, publishableKey });
  });

  return router;
}

function bookingRequestOf(req: Request, res: Response): BookingRequest {
  const { correlationId } = contextOf(res);
  const given = parse(createBody, req.body);
  return { ...given, ...(correlationId !== undefined && { correlationId }) } as BookingRequest;
}

function withoutIntent(bookingStatus: string): Problem {
  if (bookingStatus === 'PENDING_PAYMENT') return unavailable('The payment is being set up.');
  return new Problem('payment_not_found', 'The booking ended before there was anything to pay.');
}
