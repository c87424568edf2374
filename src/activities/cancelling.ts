import type { Closing } from '../domain/decisions/closing';
import { isUnexpectedState } from '../stripe/errors';
import type { Intent } from '../stripe/payment-intents';
import type { Dependencies } from './dependencies';

/** Closes a PaymentIntent at Stripe, so that no money can come by it any more. */
export function createCancelling({ once, intents }: Pick<Dependencies, 'once' | 'intents'>) {
  /** Stripe refuses to cancel what has moved on: then read again, and go by that. */
  async function cancelIntent(
    paymentId: string,
    intent: Intent,
    closing: Closing,
  ): Promise<Intent> {
    const reason = closing.how === 'cancelled' ? 'requested_by_customer' : 'abandoned';
    try {
      return await once(
        `cancel:${paymentId}`,
        (key) => intents.cancel(intent.id, reason, key),
        async () => {
          const now = await intents.retrieve(intent.id);
          return now.status === 'canceled' ? now : undefined;
        },
      );
    } catch (error) {
      if (!isUnexpectedState(error)) throw error;
      const now = await intents.retrieve(intent.id);
      if (now.status === intent.status) throw error; // nothing moved: try again later
      return now;
    }
  }

  return { cancelIntent };
}
