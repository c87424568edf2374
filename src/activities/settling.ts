import type { Closing } from '../domain/decisions/closing';
import { processing } from '../domain/decisions/paying';
import { opened } from '../domain/decisions/opening';
import type { BookingState } from '../domain/transition';
import type { BookingView } from '../domain/views';
import { bookingState } from '../db/booking-state';
import { forgoEffect } from '../db/effects';
import { isUnexpectedState, stripeFault } from '../stripe/errors';
import type { Intent } from '../stripe/payment-intents';
import { createAttempts } from './attempts';
import { createClosing } from './closing';
import type { createConfirming } from './confirming';
import type { Dependencies } from './dependencies';
import type { createOpening } from './opening';
import { createReceiving } from './receiving';
import { viewOf } from './views';

/** Reads Stripe, writes down what it says, and closes the PaymentIntent when that is asked for. */
export function createSettling(
  deps: Dependencies,
  { ensureIntent }: Pick<ReturnType<typeof createOpening>, 'ensureIntent'>,
  { tryToConfirm }: Pick<ReturnType<typeof createConfirming>, 'tryToConfirm'>,
) {
  const { db, transitions, once, intents } = deps;
  const { recordAttempts } = createAttempts(deps);
  const { receive } = createReceiving(deps);
  const { close } = createClosing(deps);

  /** There is news: what does Stripe say now? Money that is in is confirmed at once. */
  async function settlePayment(bookingId: string): Promise<BookingView> {
    const state = await open(bookingId);
    const intentId = state?.payment.stripePaymentIntentId;
    if (state && intentId !== undefined) {
      const exhausted = await recordAttempts(state, intentId);
      await settle(state, await intents.retrieve(intentId), exhausted);
    }
    return told(bookingId);
  }

  /** Ends the wait. Stripe decides: money that is in counts, else the PaymentIntent is cancelled. */
  async function closePayment(bookingId: string, closing: Closing): Promise<BookingView> {
    const state = await open(bookingId);
    if (state) {
      const intent = await intentToClose(state);
      // Declines that nobody has looked at yet belong before the ending that they led to.
      const exhausted = intent && (await recordAttempts(state, intent.id));
      const how = closing.how === 'expired' ? (exhausted ?? closing) : closing;
      await settle(state, intent, how);
    }
    return told(bookingId);
  }

  /** The booking while it still waits for money. */
  async function open(bookingId: string): Promise<BookingState | undefined> {
    const state = await bookingState(db, bookingId);
    if (!state) throw new Error(`no booking ${bookingId}`);
    const waits = state.status === 'PENDING_PAYMENT' && state.payment.status !== 'completed';
    return waits ? state : undefined;
  }

  /**
   * Undefined when Stripe was never asked for one (and now never will be), or refuses to make one.
   * A lost answer is found again by its key.
   */
  async function intentToClose(state: BookingState): Promise<Intent | undefined> {
    const { paymentId, stripePaymentIntentId } = state.payment;
    if (stripePaymentIntentId !== undefined) return intents.retrieve(stripePaymentIntentId);
    if (await forgoEffect(db, `payment-intent:${paymentId}`)) return undefined;
    const intent = await ensureIntent(state).catch((error: unknown) => {
      if (stripeFault(error)?.kind !== 'refused') throw error;
      return undefined;
    });
    if (!intent) return undefined;
    await transitions.record(state.bookingId, (now) => opened(now, intent), { news: true });
    return intents.retrieve(intent.id);
  }

  async function settle(
    state: BookingState,
    intent: Intent | undefined,
    closing: Closing | undefined,
  ): Promise<void> {
    const { bookingId } = state;
    const news = { news: true };
    if (!intent) {
      if (closing) await close(bookingId, closing);
      return;
    }
    switch (intent.status) {
      case 'succeeded':
        return tryToConfirm(await receive(bookingId, intent));
      case 'canceled': {
        return close(bookingId, closing ?? { how: 'cancelled', cancelledBy: 'provider' });
      }
      case 'processing': // cannot be cancelled: wait for Stripe
        await transitions.record(bookingId, (now) => processing(now, intent.status), news);
        return;
      default:
        if (closing) return settle(state, await cancel(state, intent, closing), closing);
        if (intent.status === 'requires_action')
          await transitions.record(bookingId, (now) => processing(now, intent.status), news);
    }
  }

  /** Stripe refuses to cancel what has moved on: then read again, and go by that. */
  async function cancel(state: BookingState, intent: Intent, closing: Closing): Promise<Intent> {
    const reason = closing.how === 'cancelled' ? 'requested_by_customer' : 'abandoned';
    try {
      return await once(
        `cancel:${state.payment.paymentId}`,
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

  async function told(bookingId: string): Promise<BookingView> {
    await deps.offer(bookingId);
    return viewOf(db, bookingId);
  }

  return { settlePayment, closePayment };
}
