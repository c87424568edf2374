import type { InboxEvent } from '../db/stripe-events';
import { paymentIdOf } from '../domain/ids';
import { stripeFault } from '../stripe/errors';
import type { PaymentIntents } from '../stripe/payment-intents';

/** For news of charges, refunds and disputes that nothing on record knows: whose money is it? */
export function createOwnership(intents: Pick<PaymentIntents, 'retrieve'>) {
  /** Only our own derivation proves that a paymentId is ours: then its row is on the way. */
  return async ({ facts }: Pick<InboxEvent, 'facts'>): Promise<boolean> => {
    if (facts.paymentIntentId === undefined) return false;
    try {
      const { metadata } = await intents.retrieve(facts.paymentIntentId);
      const { bookingId, paymentId } = metadata;
      return bookingId !== undefined && paymentId === paymentIdOf(bookingId);
    } catch (error) {
      if (stripeFault(error)?.kind === 'refused') return false;
      throw error;
    }
  };
}
