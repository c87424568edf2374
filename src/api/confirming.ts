import { paymentById, type PaymentRow } from '../db/booking-reads';
import { effectOf } from '../db/effects';
import { hash24 } from '../domain/ids';
import { tellable } from '../stripe/errors';
import type { ConfirmOrder } from '../temporal/bookings';
import type { ApiDependencies } from './dependencies';
import { Problem, unavailable } from './problem';
import { refusal } from './refusals';
import { revealed } from './secrets';
import { invalid } from './validation';

/**
 * Confirmation by our server: the workflow asks Stripe, and reads there what came of it. Nothing
 * that a browser says counts. A payment that is in, however it came in, is not asked for again.
 */
export function createConfirming({ db, bookings, secrets, logger }: ApiDependencies) {
  async function confirm(
    payment: PaymentRow,
    order: ConfirmOrder,
    keyed: string | undefined,
  ): Promise<PaymentRow> {
    if (isIn(payment)) return payment;
    mustBeOpen(payment);
    const { status } = await intentOf(payment);
    if (status === 'requires_payment_method' && order.paymentMethodId === undefined)
      throw withoutMethod();
    const updateId = keyed ?? (await unkeyed(payment, order, status));
    const done = await bookings.confirm(payment.booking.workflowId, order, updateId);
    const now = (await paymentById(db, payment.paymentId)) ?? payment;
    if (isIn(now)) return now;
    if (done.outcome === 'done' && done.answer.declined) throw rejected(done.answer.declined, now);
    mustBeOpen(now);
    if (done.outcome === 'gone') throw unavailable('The payment is not confirmed.');
    if (done.outcome === 'refused') throw refusal(done, 'booking_unavailable');
    return now;
  }

  async function intentOf({ stripePaymentIntentId }: PaymentRow) {
    if (stripePaymentIntentId === null) throw unavailable('The payment is being set up.');
    const intent = await revealed(secrets, logger, { body: { stripePaymentIntentId } });
    if (intent) return intent;
    throw unavailable('Stripe is slow.');
  }

  /**
   * Without a key: alike, as long as nothing has happened in between. Stripe's answer makes the
   * next one another order, so that no decline locks a card out.
   */
  async function unkeyed(
    { paymentId, booking }: PaymentRow,
    order: ConfirmOrder,
    stripeStatus: string,
  ) {
    const effect = await effectOf(db, `confirm:${paymentId}`);
    const attempt = effect ? effect.generation + (effect.savedError === null ? 0 : 1) : 1;
    const { paymentMethodId = null, returnUrl = null } = order;
    const wanted = hash24(
      JSON.stringify([booking.sequence, stripeStatus, paymentMethodId, returnUrl]),
    );
    return `confirm:${paymentId}:${attempt}:${wanted}`;
  }

  return confirm;
}

export type Confirm = ReturnType<typeof createConfirming>;

/** Taken, or held until the owner has confirmed; and not given back since. */
function isIn({ booking, status }: PaymentRow): boolean {
  if (booking.status === 'PENDING_PAYMENT')
    return status === 'completed' || status === 'authorized';
  return booking.status === 'CONFIRMED' || booking.status === 'PARTIALLY_REFUNDED';
}

function mustBeOpen({ booking, status }: PaymentRow): void {
  if (booking.status === 'PENDING_PAYMENT') return;
  throw new Problem(
    'booking_unavailable',
    `The booking is ${booking.status} and its payment ${status}: it cannot be paid any more.`,
  );
}

function withoutMethod(): Problem {
  const message = 'Stripe has no payment method for this payment yet. Give one, such as pm_1Qa.';
  return invalid([{ path: 'paymentMethodId', message }]);
}

interface Decline {
  code: string;
  message: string;
  declineCode?: string;
}

function rejected(declined: Decline, { booking }: PaymentRow): Problem {
  const { code, declineCode } = declined;
  const message = tellable(declined, 'Stripe does not accept this payment method');
  const next =
    booking.status === 'PENDING_PAYMENT'
      ? `The payment can be tried again until ${booking.expiresAt.toISOString()}.`
      : `It was the last attempt: the booking is ${booking.status}.`;
  return new Problem('payment_rejected', `${message.replace(/\.?$/, '.')} ${next}`, {
    stripe: { errorCode: code, ...(declineCode !== undefined && { declineCode }) },
  });
}
