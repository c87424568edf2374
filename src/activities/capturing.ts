import type { Closing } from '../domain/decisions/closing';
import type { BookingState } from '../domain/transition';
import { stripeFault } from '../stripe/errors';
import type { Intent } from '../stripe/payment-intents';
import { createCancelling } from './cancelling';
import { createClosing } from './closing';
import type { Dependencies } from './dependencies';
import { createOwnerVerdict } from './owner-verdict';
import { createReceiving } from './receiving';

const LAPSED: Closing = { how: 'cancelled', cancelledBy: 'provider' };

/** The end of an authorisation: captured once the owner has confirmed, else voided (saga.md rule 11). */
export function createCapturing(deps: Dependencies) {
  const { once, intents } = deps;
  const { cancelIntent } = createCancelling(deps);
  const { close } = createClosing(deps);
  const { receive } = createReceiving(deps);
  const verdict = createOwnerVerdict(deps);

  /** The pivot. Before it nothing was taken; after it the booking is paid and confirmed. */
  async function capture(state: BookingState): Promise<void> {
    const intent = await captureIntent(state);
    if (intent.status !== 'succeeded') return giveUp(state, LAPSED);
    await receive(state.bookingId, intent);
    await verdict.accepted(state.bookingId);
  }

  /** Voids the authorisation. Had it been captured behind our back, the money goes back. */
  async function giveUp(state: BookingState, closing: Closing): Promise<void> {
    const { bookingId, payment } = state;
    const intent = await intents.retrieve(intentIdOf(state));
    const now =
      intent.status !== 'canceled' && intent.status !== 'succeeded'
        ? await cancelIntent(payment.paymentId, intent, closing)
        : intent;
    if (now.status === 'canceled') return close(bookingId, closing);
    if (now.status !== 'succeeded') throw new Error(`${now.id} is ${now.status}, not closed`);
    await receive(bookingId, now);
    await verdict.refused(bookingId, 'unavailable');
  }

  /** The PaymentIntent as it stands afterwards; a refused capture is told by its status. */
  async function captureIntent(state: BookingState): Promise<Intent> {
    const id = intentIdOf(state);
    try {
      return await once(
        `capture:${state.payment.paymentId}`,
        (key) => intents.capture(id, key),
        async () => {
          const now = await intents.retrieve(id);
          return now.status === 'succeeded' ? now : undefined;
        },
      );
    } catch (error) {
      if (stripeFault(error)?.kind !== 'refused') throw error;
      return intents.retrieve(id);
    }
  }

  return { capture, giveUp };
}

function intentIdOf({ bookingId, payment }: BookingState): string {
  const { stripePaymentIntentId } = payment;
  if (stripePaymentIntentId === undefined) throw new Error(`${bookingId} has no PaymentIntent`);
  return stripePaymentIntentId;
}
