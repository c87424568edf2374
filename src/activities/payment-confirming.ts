import { bookingState } from '../db/booking-state';
import { effectOf, spendKeyBy } from '../db/effects';
import { isUnpaid } from '../domain/payment';
import type { BookingState } from '../domain/transition';
import type { BookingView } from '../domain/views';
import { isUnexpectedState, stripeFault } from '../stripe/errors';
import type { Intent } from '../stripe/payment-intents';
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
    if (before?.spentBy === order.id) return answered(before.savedError);
    if (!isConfirmable((await intents.retrieve(intentId)).status, order)) return undefined;
    const { paymentMethodId } = order;
    const returnUrl = order.returnUrl ?? `${policy.returnUrl}?bookingId=${order.bookingId}`;
    const wanted = { returnUrl, ...(paymentMethodId !== undefined && { paymentMethodId }) };
    try {
      await once(
        effect,
        (key) => intents.confirm(intentId, wanted, key),
        () => movedOn(intentId),
      );
    } catch (error) {
      const fault = stripeFault(error);
      if (fault?.kind !== 'refused') throw error;
      if (isUnexpectedState(error)) return undefined; // somebody else was faster: read what is
      const { kind: _, ...declined } = fault;
      await spendKeyBy(db, effect, { by: order.id, answer: JSON.stringify(declined) });
      return declined;
    }
    // A later confirmation is another attempt: this key would only repeat today's answer.
    await spendKeyBy(db, effect, { by: order.id, answer: CONFIRMED });
    return undefined;
  }

  /** The effect of a confirmation whose answer was lost; a decline leaves none. */
  async function movedOn(intentId: string): Promise<Intent | undefined> {
    const now = await intents.retrieve(intentId);
    return ['succeeded', 'processing', 'requires_capture'].includes(now.status) ? now : undefined;
  }

  return { confirmPayment };
}

const CONFIRMED = 'confirmed';

function answered(answer: string | null): Decline | undefined {
  return answer === null || answer === CONFIRMED ? undefined : (JSON.parse(answer) as Decline);
}

/** Without a payment method only what Stripe holds ready can be confirmed. */
function isConfirmable(status: string, { paymentMethodId }: ConfirmOrder): boolean {
  if (status === 'requires_confirmation') return true;
  const open = status === 'requires_payment_method' || status === 'requires_action';
  return open && paymentMethodId !== undefined;
}
