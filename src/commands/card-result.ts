import { paymentOfBooking, type PaymentRow } from '../db/booking-reads';
import type { CardResult } from '../kafka/contracts';
import type { NextAction } from '../stripe/client-secrets';
import type { CommandDependencies } from './dependencies';
import { readIntent } from './intents';
import type { Rejection } from './rejection';

/** What a request came to, as its row keeps it. */
export interface PaymentAnswer {
  bookingId?: string;
  /** The request's own attempt was declined. */
  declined?: Rejection;
  /** Nothing was done about it. */
  rejected?: Rejection;
}

type Told = Pick<CardResult, 'requestId' | 'customerId' | 'metadata' | 'at' | 'fingerprint'>;

/**
 * The result of a request: what it came to by its row, and how the payment stands by Stripe, read
 * at this moment. The client secret and the next action are in no row.
 */
export function createCardResults({ db, secrets, logger }: CommandDependencies) {
  return async function cardResult(answer: PaymentAnswer, told: Told): Promise<CardResult> {
    const { bookingId, declined, rejected } = answer;
    const row = bookingId === undefined ? undefined : await paymentOfBooking(db, bookingId);
    if (rejected || !row?.stripePaymentIntentId)
      return { ...told, status: 'rejected', ...faultOf(rejected) };
    const intent = await readIntent(secrets, row.stripePaymentIntentId);
    if (!intent) logger.warn({ bookingId }, 'Stripe does not show the PaymentIntent of a result');
    const status = intent?.status ?? row.stripeStatus ?? 'unknown';
    return {
      ...told,
      status,
      paymentId: row.paymentId,
      paymentIntentId: row.stripePaymentIntentId,
      amount: row.booking.amountMinor,
      currency: row.booking.currency,
      ...(isOpen(status) && { clientSecret: intent?.clientSecret }),
      nextAction: intent?.nextAction && nextActionOf(intent.nextAction),
      ...faultOf(isFine(status) ? undefined : (declined ?? overBecause(row))),
    };
  };
}

/** As Stripe writes it, since its readers know Stripe's. */
function nextActionOf({ type, redirectToUrl: url }: NextAction): object {
  return { type, ...(url !== undefined && { redirect_to_url: { url } }) };
}

function faultOf(fault: Rejection | undefined) {
  return fault && { errorCode: fault.code, error: fault.message };
}

/** There is something left to do with the client secret. */
function isOpen(status: string): boolean {
  return status !== 'succeeded' && status !== 'canceled';
}

/** Money is in, held or on its way: an earlier decline is of no interest any more. */
function isFine(status: string): boolean {
  return ['succeeded', 'processing', 'requires_capture'].includes(status);
}

/** Without an error a result is not final, and nothing can follow here. */
function overBecause({ booking, status }: PaymentRow): Rejection | undefined {
  if (booking.status === 'PENDING_PAYMENT') return undefined;
  return {
    code: 'booking_unavailable',
    message: `The booking is ${booking.status} and its payment ${status}: it cannot be paid any more`,
  };
}
