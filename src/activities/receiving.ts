import { insertOwnCharge } from '../db/charges';
import { successEvent } from '../db/stripe-events';
import { paid } from '../domain/decisions/paying';
import { NOTHING, type BookingState } from '../domain/transition';
import type { Intent } from '../stripe/payment-intents';
import type { Dependencies } from './dependencies';

/** Writes down the money of the booking's own PaymentIntent, and the charge that it came by. */
export function createReceiving({
  db,
  transitions,
  policy,
}: Pick<Dependencies, 'db' | 'transitions' | 'policy'>) {
  async function receive(bookingId: string, intent: Intent): Promise<BookingState> {
    const { charge } = intent;
    if (!charge) throw new Error(`${intent.id} has succeeded, its charge is not there yet`);
    const taken = {
      stripeChargeId: charge.id,
      stripePaymentIntentId: intent.id,
      amountMinor: intent.amountReceivedMinor,
      currency: intent.currency,
      livemode: intent.livemode,
      ...(charge.receiptUrl !== undefined && { receiptUrl: charge.receiptUrl }),
      ...(charge.methodType !== undefined && { methodType: charge.methodType }),
    };
    const stripeEventId = await successEvent(db, intent.id);
    return transitions.record(
      bookingId,
      async (now, tx) => {
        // Closed since it was read: stray money then, which the inbox sends back.
        if (now.status !== 'PENDING_PAYMENT') return NOTHING;
        const decision = paid(now, taken, policy.livemode);
        if (decision.transitions.length > 0)
          await insertOwnCharge(tx, now.payment.paymentId, taken);
        return decision;
      },
      { news: true, ...(stripeEventId !== undefined && { stripeEventId }) },
    );
  }

  return { receive };
}
