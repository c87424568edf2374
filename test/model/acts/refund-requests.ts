import { strayMoney } from '../../../src/domain/decisions/paying';
import { refundRequested } from '../../../src/domain/decisions/refunding';
import { amountFault } from '../../../src/domain/money';
import { refundableMinor, requestedBy } from '../../../src/domain/refund';
import { NOTHING, type BookingState, type Decision } from '../../../src/domain/transition';
import type { Model, Steps } from '../model';
import { RefundRefused, isRefused } from '../refusals';
import type { ChargeRow, Decide, Tx } from '../rows';

export interface RefundOrder {
  refundId: string;
  workflowId: string;
  amount?: number;
  reason: string;
  identity: string;
}

type Reserved = Pick<ChargeRow, 'stripeChargeId' | 'own' | 'currency' | 'amountMinor'>;

/** src/activities/refund-requests.ts: reserved and on record before Stripe is called. */
export function* requestRefund(m: Model, order: RefundOrder): Steps<void> {
  if (m.rows.refund(order.refundId)) return;
  yield;
  const at = order.identity.indexOf(':');
  const [kind, subject] = [order.identity.slice(0, at), order.identity.slice(at + 1)];
  const decide = decisionOf(m, order, kind, subject);
  yield;
  m.rows.record((state, tx) => (m.rows.refund(order.refundId) ? NOTHING : decide(state, tx)), {
    news: kind === 'stripe',
  });
}

function decisionOf(m: Model, order: RefundOrder, kind: string, subject: string): Decide {
  if (kind === 'stray') return strayRefund(m, order, subject);
  return kind === 'stripe' ? externalRefund(m, order, subject) : goodwillRefund(m, order);
}

function goodwillRefund(m: Model, order: RefundOrder): Decide {
  return (state, tx) => {
    const charge = m.rows.ownCharge();
    if (!charge || state.status === 'PENDING_PAYMENT')
      throw new RefundRefused('payment_not_refundable');
    const amountMinor = order.amount ?? refundableMinor(charge);
    if (amountMinor === 0 && order.amount === undefined)
      throw new RefundRefused('refund_exceeds_balance');
    if (amountFault({ amountMinor, currency: charge.currency }))
      throw new RefundRefused('amount_invalid_for_currency');
    const evenIfDisputed = requestedBy(order.identity) === 'saga';
    if (!m.parts.reserve(m, tx, charge.stripeChargeId, amountMinor, evenIfDisputed))
      throw new RefundRefused(
        m.rows.isFrozen(charge.stripeChargeId) ? 'payment_disputed' : 'refund_exceeds_balance',
      );
    return insert(m, tx, state, order, { ...charge, amountMinor });
  };
}

/** Money that carries our paymentId but cannot pay the booking goes back whole. */
function strayRefund(m: Model, order: RefundOrder, stripeChargeId: string): Decide {
  const found = m.stripe.refunds.retrieveCharge(stripeChargeId);
  const intent = m.stripe.intents.retrieve(found.paymentIntentId);
  if (intent.metadata['paymentId'] !== m.rows.booking!.payment.paymentId)
    throw new RefundRefused('payment_not_refundable');
  const { capturedMinor, refundedMinor, paymentIntentId, currency, livemode } = found;
  const amountMinor = capturedMinor - refundedMinor;
  if (amountMinor < 1) throw new RefundRefused('refund_exceeds_balance');
  const taken = {
    stripeChargeId,
    stripePaymentIntentId: paymentIntentId,
    amountMinor: capturedMinor,
    currency,
    livemode,
  };
  return (state, tx) => {
    const own = state.payment.stripePaymentIntentId ?? paymentIntentId;
    const mayBeOwn = paymentIntentId === own;
    const known = m.rows.charge(stripeChargeId);
    if (known?.own || (mayBeOwn && state.status === 'PENDING_PAYMENT'))
      throw new RefundRefused('payment_not_refundable');
    if (!known) {
      const totals = { reservedMinor: 0, externalMinor: 0, refundedMinor: 0 };
      const { livemode: _, ...row } = taken;
      tx.insert(m.rows.charges, { ...row, ...totals, own: false });
    }
    if (!m.parts.reserve(m, tx, stripeChargeId, amountMinor, true))
      throw new RefundRefused('refund_exceeds_balance');
    const arrived = strayMoney(state, taken);
    const reserved = { stripeChargeId, own: false, currency, amountMinor };
    const asked = insert(m, tx, state, order, reserved);
    return { transitions: [...arrived.transitions, ...asked.transitions] };
  };
}

/** Made at Stripe without us: recorded, not repeated. */
function externalRefund(m: Model, order: RefundOrder, stripeRefundId: string): Decide {
  const made = knownToStripe(() => m.stripe.refunds.retrieve(stripeRefundId));
  return (state, tx) => {
    const charge = made.chargeId === undefined ? undefined : m.rows.charge(made.chargeId);
    const ours = made.metadata['refundId'];
    if (!charge || (ours && m.rows.refund(ours))) throw new RefundRefused('payment_not_refundable');
    const { amountMinor } = made;
    tx.change(charge, { externalMinor: charge.externalMinor + amountMinor });
    const decision = insert(m, tx, state, order, { ...charge, amountMinor }, stripeRefundId);
    const crosses = charge.reservedMinor + charge.externalMinor > charge.amountMinor;
    const flag = { kind: 'external_refund', subject: stripeRefundId, detail: 'crosses' } as const;
    return crosses ? { ...decision, flags: [flag] } : decision;
  };
}

function knownToStripe<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (isRefused(error)) throw new RefundRefused('payment_not_refundable');
    throw error;
  }
}

function insert(
  m: Model,
  tx: Tx,
  state: BookingState,
  { refundId, workflowId, reason, identity }: RefundOrder,
  charge: Reserved,
  stripeRefundId: string | null = null,
): Decision {
  const { stripeChargeId, amountMinor } = charge;
  const by = requestedBy(identity);
  const row = { refundId, stripeChargeId, workflowId, amountMinor, reason };
  const fresh = { status: 'pending', attempt: 1, manual: false, errorCode: null } as const;
  tx.insert(m.rows.refunds, { ...row, ...fresh, requestedBy: by, stripeRefundId });
  if (by === 'operator') tx.insert(m.rows.acts, `${refundId}:refundPayment`);
  return refundRequested(state, { ...row, requestedBy: by, attempt: 1 }, charge);
}

/** src/db/charges.ts: one statement, so that only as many win as the charge can bear. */
export function reserve(
  { rows }: Model,
  tx: Tx,
  chargeId: string,
  amountMinor: number,
  evenIfDisputed = false,
): boolean {
  const charge = rows.charge(chargeId)!;
  const { reservedMinor, externalMinor } = charge;
  if (reservedMinor + externalMinor + amountMinor > charge.amountMinor) return false;
  if (!evenIfDisputed && rows.isFrozen(chargeId)) return false;
  tx.change(charge, { reservedMinor: reservedMinor + amountMinor });
  return true;
}
