import type { Request, Response } from 'express';
import type { BookingRequest } from '../domain/booking';
import type { Create } from './creating';
import type { ApiDependencies } from './dependencies';
import { keyedRequest, type Once } from './idempotency';
import { Problem, unavailable } from './problem';
import { replied } from './replies';
import { revealed } from './secrets';

/** A create as the aliases answer it: 200 with Stripe's own status, or 503 while Stripe is slow. */
export function createIntentCreation(
  { secrets, logger }: ApiDependencies,
  { create, once }: { create: Create; once: Once },
) {
  return async function createIntent(
    req: Request,
    res: Response,
    { path, request }: { path: string; request: BookingRequest },
  ) {
    const answer = await once(keyedRequest(req, res, `POST ${path}`), () => create(request));
    const { stripePaymentIntentId: paymentIntentId, amount, currency, bookingStatus } = answer.body;
    if (paymentIntentId === undefined && bookingStatus !== 'PENDING_PAYMENT')
      throw new Problem(
        'booking_unavailable',
        'The booking ended before there was anything to pay.',
      );
    const secret = await revealed(secrets, logger, answer);
    if (!secret) throw unavailable('Stripe is slow.');
    const { clientSecret, status } = secret;
    replied(res, { ...answer, status: 200 });
    return { success: true, data: { paymentIntentId, clientSecret, amount, currency, status } };
  };
}
