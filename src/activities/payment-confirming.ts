import { bookingState } from '../db/booking-state';
import { effectOf, spendKeyBy } from '../db/effects';
import { generationOf } from '../domain/effect';
import { isUnpaid } from '../domain/payment';
import type { BookingState } from '../domain/transition';
import type { BookingView } from '../domain/views';
import { isUnexpectedState, stripeFault } from '../stripe/errors';
import type { Dependencies } from './dependencies';

/** Confirm by our server. `id` (the update's) makes a repeat the same attempt. */
export interface ConfirmOrder {
  id: string;
  bookingId: string;
  /** Absent after 3-D Secure in manual mode: the customer has chosen already. */
  paymentMethodId?: string;
  returnUrl?: string;
}

/** Why the attempt came to nothing; the customer may try another card. */
export interface Decline {
  code: string;
  message: string;
  declineCode?: string;
}

export interface PaymentConfirmed {
  booking: BookingView;
  declined?: Decline;
}

/** Confirms the PaymentIntent on the customer's behalf; what came of it is read from Stripe. */
export function createPaymentConfirming(
  deps: Dependencies,
  { settlePayment }: { settlePayment: (bookingId: string) => Promise<BookingView> },
) {
  const { db, once, intents, policy } = deps;

  async function confirmPayment(order: ConfirmOrder): Promise<PaymentConfirmed> {
    const state = await bookingState(db, order.bookingId);
    if (!state) throw new Error(`no booking ${order.bookingId}`);
    const declined = await attempt(state, order);
    return { booking: await settlePayment(order.bookingId), ...(declined && { declined }) };
  }

  async function attempt(state: BookingState, order: ConfirmOrder): Promise<Decline | undefined> {
    const { stripePaymentIntentId: intentId, paymentId, status } = state.payment;
    const waits = state.status === 'PENDING_PAYMENT' && isUnpaid(status);
    if (!waits || intentId === undefined) return undefined;
    const effect = `confirm:${paymentId}`;
    const before = await effectOf(db, effect);
    if (before?.spentBy === order.id)
      return (JSON.parse(before.savedError ?? '{}') as Attempted).declined;
    const { status: now } = await intents.retrieve(intentId);
    if (!isConfirmable(now, order)) {
      // Its answer was lost, and shows: what comes next must not be told that answer again.
      const unspent = before !== null && before.savedError === null;
      if (unspent && now === 'requires_action') await spendKeyBy(db, before, order.id, {});
      return undefined;
    }
    const { paymentMethodId } = order;
    const returnUrl = order.returnUrl ?? `${policy.returnUrl}?bookingId=${order.bookingId}`;
    const wanted = { returnUrl, ...(paymentMethodId !== undefined && { paymentMethodId }) };
    let generation = before?.generation ?? 1;
    const attempted = await once<Attempted>(
      effect,
      (key) => {
        generation = generationOf(key);
        return intents.confirm(intentId, wanted, key).then(() => ({}), declineOf);
      },
      () => movedOn(intentId),
    );
    // Kept with the key: a repeat of this order gets its answer, and the next attempt another key.
    await spendKeyBy(db, { effect, generation }, order.id, attempted);
    return attempted.declined;
  }

  /** The effect of a confirmation whose answer was lost; a decline leaves none. */
  async function movedOn(intentId: string): Promise<Attempted | undefined> {
    const { status } = await intents.retrieve(intentId);
    return ['succeeded', 'processing', 'requires_capture'].includes(status) ? {} : undefined;
  }

  return { confirmPayment };
}

/** Stripe's definite answer to one attempt. */
interface Attempted {
  declined?: Decline;
}

function declineOf(error: unknown): Attempted {
  const fault = stripeFault(error);
  if (fault?.kind !== 'refused') throw error;
  if (isUnexpectedState(error)) return {}; // somebody else was faster: what is, will be read
  const { kind: _, ...declined } = fault;
  return { declined };
}

/** Without a payment method only what Stripe holds ready can be confirmed. */
function isConfirmable(status: string, { paymentMethodId }: ConfirmOrder): boolean {
  if (status === 'requires_confirmation') return true;
  const open = status === 'requires_payment_method' || status === 'requires_action';
  return open && paymentMethodId !== undefined;
}
