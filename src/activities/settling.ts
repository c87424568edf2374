import type { Closing } from '../domain/decisions/closing';
import { authorized, authorizedAmiss } from '../domain/decisions/authorizing';
import { processing } from '../domain/decisions/paying';
import { opened } from '../domain/decisions/opening';
import { nextStep } from '../domain/decisions/reading';
import type { BookingState } from '../domain/transition';
import type { BookingView } from '../domain/views';
import { bookingState } from '../db/booking-state';
import { forgoEffect } from '../db/effects';
import { raiseFlag } from '../db/flags';
import { stripeFault } from '../stripe/errors';
import type { Intent } from '../stripe/payment-intents';
import { createAttempts } from './attempts';
import { createCancelling } from './cancelling';
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
  const { db, transitions, intents, policy } = deps;
  const { cancelIntent } = createCancelling(deps);
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
    const next = nextStep(intent.status, closing);
    switch (next.step) {
      case 'receive':
        return tryToConfirm(await receive(bookingId, intent));
      case 'authorize':
        return authorize(state, intent);
      case 'close':
        return close(bookingId, next.closing);
      case 'cancel': {
        const now = await cancelIntent(state.payment.paymentId, intent, next.closing);
        return settle(state, now, next.closing);
      }
      case 'tell-processing':
        await transitions.record(bookingId, (now) => processing(now, intent.status), news);
        return;
      case 'wait':
        return;
    }
  }

  /** Held on the card: the owner is asked before it is captured. Another sum is never captured. */
  async function authorize(state: BookingState, intent: Intent): Promise<void> {
    const { amountCapturableMinor: amountMinor, currency, livemode } = intent;
    const amiss = authorizedAmiss(state, { amountMinor, currency, livemode }, policy.livemode);
    if (!amiss) {
      const held = (now: BookingState) => authorized(now, intent.charge);
      return tryToConfirm(await transitions.record(state.bookingId, held, { news: true }));
    }
    await raiseFlag(db, state.bookingId, amiss);
    await settle(state, intent, { how: 'cancelled', cancelledBy: 'provider', reason: amiss.kind });
  }

  async function told(bookingId: string): Promise<BookingView> {
    await deps.offer(bookingId);
    return viewOf(db, bookingId);
  }

  return { settlePayment, closePayment };
}
