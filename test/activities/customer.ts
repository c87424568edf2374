import type Stripe from 'stripe';
import type { BookingRequest } from '../../src/domain/booking';
import { recordEvent } from '../../src/db/stripe-events';
import { parseEvent, verifiedEvent } from '../../src/stripe/webhook-events';
import { bookOf, bookingRequest, startOf, type Saga } from './saga';

/** What customers and their banks do at Stripe, as the tests need it. */
export function customerOf(saga: Saga) {
  const { stripe, db } = saga;

  async function intentOf(bookingId: string): Promise<string> {
    const { payment } = await bookOf(db, bookingId);
    if (payment.stripePaymentIntentId === null)
      throw new Error(`${bookingId} has no PaymentIntent`);
    return payment.stripePaymentIntentId;
  }

  async function pay(intentId: string, card = 'pm_card_visa'): Promise<Stripe.PaymentIntent> {
    return stripe.paymentIntents.confirm(intentId, { payment_method: card });
  }

  /** An attempt that the bank declines. */
  async function declined(intentId: string, card = 'pm_card_visa_chargeDeclined'): Promise<void> {
    await expect(pay(intentId, card)).rejects.toMatchObject({ type: 'StripeCardError' });
  }

  /** Puts Stripe's events about an object into the inbox, as the webhook's receiver does. */
  async function hear(objectId: string, type?: string): Promise<number> {
    const { data } = await stripe.events.list({ limit: 100, ...(type && { type }) });
    const about = data
      .map((event) => parseEvent(Buffer.from(JSON.stringify(event))))
      .map((event) => event && verifiedEvent(event))
      .filter((event) => event?.objectId === objectId);
    const fresh = await Promise.all(about.reverse().map((event) => recordEvent(db, event!)));
    return fresh.filter(Boolean).length;
  }

  /** A booking that waits for its money. */
  async function opened(more: Partial<BookingRequest> = {}) {
    const request = bookingRequest(more);
    await saga.openPayment(startOf(request));
    const { bookingId } = request;
    const { payment } = await bookOf(db, bookingId);
    return { ...request, paymentId: payment.paymentId, intentId: await intentOf(bookingId) };
  }

  /** A booking that is paid and confirmed. */
  async function confirmed(more: Partial<BookingRequest> = {}, card?: string) {
    const booking = await opened(more);
    await pay(booking.intentId, card);
    await saga.settlePayment(booking.bookingId);
    const { charges } = await bookOf(db, booking.bookingId);
    return { ...booking, chargeId: charges[0]!.stripeChargeId };
  }

  /** A second PaymentIntent, paid, with what metadata it says. */
  async function paidElsewhere(metadata: Record<string, string>, amount = 12_990) {
    const intent = await stripe.paymentIntents.create({
      ...{ amount, currency: 'eur', payment_method: 'pm_card_visa', confirm: true, metadata },
      allowed_payment_method_types: ['card'],
    });
    return { intentId: intent.id, chargeId: intent.latest_charge as string };
  }

  return { intentOf, pay, declined, hear, opened, confirmed, paidElsewhere };
}

export type Customer = ReturnType<typeof customerOf>;

export function refundOf(paymentId: string, identity: string, amount?: number) {
  const request = { paymentId, reason: 'seat changed', identity };
  return {
    request: amount === undefined ? request : { ...request, amount },
    workflowId: `refund-of-${identity}`,
  };
}
