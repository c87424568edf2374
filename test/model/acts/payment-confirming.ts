import { isUnpaid } from '../../../src/domain/payment';
import type { BookingView } from '../../../src/domain/views';
import type { Intent } from '../../../src/stripe/payment-intents';
import type { Model, Steps } from '../model';
import { isRefused } from '../refusals';
import type { Card } from '../stripe/objects';
import { settlePayment } from './settling';

export interface ConfirmOrder {
  id: string;
  card?: Card;
}

/** src/activities/payment-confirming.ts: by our server, on the customer's behalf. */
export function* confirmPayment(m: Model, order: ConfirmOrder): Steps<BookingView> {
  yield* attempt(m, order);
  yield;
  return yield* settlePayment(m);
}

function* attempt(m: Model, order: ConfirmOrder): Steps<void> {
  const { status: booking, payment } = m.rows.booking!;
  const { stripePaymentIntentId: intentId, paymentId, status } = payment;
  if (booking !== 'PENDING_PAYMENT' || !isUnpaid(status) || intentId === undefined) return;
  const effect = `confirm:${paymentId}`;
  if (m.rows.effects.get(effect)?.spentBy === order.id) return;
  const { retrieve, confirm } = m.stripe.intents;
  const now = retrieve(intentId);
  yield;
  if (!isConfirmable(now.status, order)) return;
  yield* m.parts.once(
    m,
    effect,
    (key) => attempted(() => confirm(intentId, order.card, key)),
    () => movedOn(retrieve(intentId)),
  );
  const row = m.rows.effects.get(effect)!;
  m.rows.effects.set(effect, { ...row, spentBy: order.id, savedError: 'answered' });
  yield;
}

/** Refused is an answer too: a repeat of the order gets it again, by the same key. */
function attempted(confirm: () => unknown): object {
  try {
    confirm();
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
  return {};
}

function movedOn({ status }: Intent): object | undefined {
  return ['succeeded', 'processing', 'requires_capture'].includes(status) ? {} : undefined;
}

function isConfirmable(status: string, { card }: ConfirmOrder): boolean {
  if (status === 'requires_confirmation') return true;
  const open = status === 'requires_payment_method' || status === 'requires_action';
  return open && card !== undefined;
}
