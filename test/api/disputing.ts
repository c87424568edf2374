import type Stripe from 'stripe';
import type { BookingRequest } from '../../src/domain/booking';
import { bought, open, type Bought } from './paying';
import type { Product } from './product';
import { signedPost } from './stripe-events';

/** What the customer's bank does at Stripe, and what Stripe tells of it. */
export function bankOf(product: Product) {
  const { stripe, simulate } = product.saga;

  /** Stripe's own events about an object, oldest first. */
  async function eventsOf(objectId: string): Promise<Stripe.Event[]> {
    const { data } = await stripe.events.list({ limit: 100 });
    const about = data.filter((event) => (event.data.object as { id?: string }).id === objectId);
    return about.reverse();
  }

  const deliver = (event: Stripe.Event) => signedPost(product.send, event);

  /** All of them, in order. */
  async function hear(objectId: string): Promise<void> {
    for (const event of await eventsOf(objectId)) await deliver(event);
    await product.temporal.idle();
  }

  const dispute = (given: object) => simulate<Stripe.Dispute>('/disputes', given);
  const close = (disputeId: string, outcome: 'won' | 'lost') =>
    simulate<Stripe.Dispute>(`/disputes/${disputeId}/close`, { outcome });
  /** Stripe judges evidence a moment after it was sent. */
  const judge = () => simulate('/clock', { advance_seconds: 60 });

  /** A confirmed booking with a dispute that is known here. */
  async function disputed(
    more: Partial<BookingRequest> = {},
    given: object = {},
  ): Promise<Bought & { disputeId: string }> {
    const booking = await bought(product, more);
    const { id } = await dispute({ payment_intent: booking.intentId, ...given });
    await hear(id);
    return { ...booking, disputeId: id };
  }

  /** Paid by a card whose bank disputes it at once; nothing is told yet. */
  async function paidDisputed(): Promise<Bought & { disputeId: string }> {
    const booking = await open(product);
    await stripe.paymentIntents.confirm(
      booking.intentId,
      { payment_method: 'pm_card_createDispute' },
      { idempotencyKey: `confirm-${booking.intentId}` },
    );
    const { data } = await stripe.disputes.list({ payment_intent: booking.intentId });
    return { ...booking, disputeId: data[0]!.id };
  }

  return { eventsOf, deliver, hear, dispute, close, judge, disputed, paidDisputed };
}
