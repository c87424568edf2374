import { ownCharge, addToCharge, findCharge, insertStrayCharge, reserve } from '../db/charges';
import type { Tx } from '../db/client';
import { isFrozen } from '../db/disputes';
import { insertOperatorAct } from '../db/operator-acts';
import { findRefund, insertRefund } from '../db/refunds';
import { strayMoney } from '../domain/decisions/paying';
import { refundRequested } from '../domain/decisions/refunding';
import { amountFault } from '../domain/money';
import { refundableMinor, requestedBy, type RefundRefusal } from '../domain/refund';
import { NOTHING, type BookingState, type Decision } from '../domain/transition';
import type { Dependencies } from './dependencies';
import { RefundRefused, knownToStripe, split, type RefundOrder } from './refund-order';

/**
 * The three ways a refund comes about. Each reserves its amount and records the row and the event
 * in one transaction, before Stripe is called; each is a no-op for a refund that is on record.
 */
export function createRefundRequests({ db, transitions, refunds, intents }: Dependencies) {
  async function request(bookingId: string, order: RefundOrder): Promise<void> {
    if (await findRefund(db, order.refundId)) return;
    const [kind, subject = ''] = split(order.identity);
    const decide =
      kind === 'stray'
        ? await strayRefund(bookingId, order, subject)
        : kind === 'stripe'
          ? await externalRefund(order, subject)
          : goodwillRefund(order);
    await transitions.record(
      bookingId,
      async (state, tx) => ((await findRefund(tx, order.refundId)) ? NOTHING : decide(state, tx)),
      { news: kind === 'stripe' },
    );
  }

  /** Asked for by us or by a caller: only what is left of the booking's own charge. */
  function goodwillRefund(order: RefundOrder) {
    return async (state: BookingState, tx: Tx): Promise<Decision> => {
      const charge = await ownCharge(tx, order.paymentId);
      if (!charge || state.status === 'PENDING_PAYMENT')
        throw new RefundRefused('payment_not_refundable');
      const amountMinor = order.amount ?? refundableMinor(charge);
      if (amountMinor === 0 && order.amount === undefined)
        throw new RefundRefused('refund_exceeds_balance');
      if (amountFault({ amountMinor, currency: charge.currency }))
        throw new RefundRefused('amount_invalid_for_currency');
      // What a booking owes goes to Stripe in any case: its refusal is then a person's task.
      const evenIfDisputed = requestedBy(order.identity) === 'saga';
      if (!(await reserve(tx, charge.stripeChargeId, amountMinor, { evenIfDisputed })))
        throw new RefundRefused(await notReserved(tx, charge.stripeChargeId));
      return insert(tx, state, order, { ...charge, amountMinor });
    };
  }

  /** Money that carries our paymentId but cannot pay the booking goes back whole. */
  async function strayRefund(bookingId: string, order: RefundOrder, chargeId: string) {
    const found = await knownToStripe(refunds.retrieveCharge(chargeId));
    const intent = await knownToStripe(intents.retrieve(found.paymentIntentId));
    if (intent.metadata['paymentId'] !== order.paymentId)
      throw new RefundRefused('payment_not_refundable');
    const { capturedMinor, refundedMinor, receiptUrl: _, methodType: __, ...facts } = found;
    const amountMinor = capturedMinor - refundedMinor;
    const taken = {
      stripeChargeId: chargeId,
      stripePaymentIntentId: facts.paymentIntentId,
      amountMinor: capturedMinor,
      currency: facts.currency,
      livemode: facts.livemode,
    };
    const arrive = async (state: BookingState, tx: Tx): Promise<Decision> => {
      const { stripePaymentIntentId: own = taken.stripePaymentIntentId } = state.payment;
      const mayBeOwn = taken.stripePaymentIntentId === own;
      const known = await findCharge(tx, chargeId);
      // The saga itself still decides about its own PaymentIntent's money.
      if (known?.own || (mayBeOwn && state.status === 'PENDING_PAYMENT'))
        throw new RefundRefused('payment_not_refundable');
      await insertStrayCharge(tx, order.paymentId, taken);
      return strayMoney(state, taken);
    };
    if (amountMinor < 1) {
      // Given back at Stripe already; its refunds and disputes need the charge on record.
      await transitions.record(bookingId, arrive);
      throw new RefundRefused('refund_exceeds_balance');
    }
    return async (state: BookingState, tx: Tx): Promise<Decision> => {
      const arrived = await arrive(state, tx);
      if (!(await reserve(tx, chargeId, amountMinor, { evenIfDisputed: true })))
        throw new RefundRefused('refund_exceeds_balance');
      const asked = await insert(tx, state, order, {
        stripeChargeId: chargeId,
        own: false,
        currency: taken.currency,
        amountMinor,
      });
      return { transitions: [...arrived.transitions, ...asked.transitions] };
    };
  }

  /** Made at Stripe without us: recorded, not repeated, and flagged where it crosses ours. */
  async function externalRefund(order: RefundOrder, stripeRefundId: string) {
    const made = await knownToStripe(refunds.retrieve(stripeRefundId));
    return async (state: BookingState, tx: Tx): Promise<Decision> => {
      const charge = made.chargeId === undefined ? undefined : await findCharge(tx, made.chargeId);
      const ours = made.metadata['refundId']; // on record, or about to be, as what it is
      if (charge?.paymentId !== order.paymentId || (ours && (await findRefund(tx, ours))))
        throw new RefundRefused('payment_not_refundable');
      const { amountMinor } = made;
      const after = await addToCharge(tx, charge.stripeChargeId, { externalMinor: amountMinor });
      const decision = await insert(
        tx,
        state,
        order,
        { ...charge, amountMinor },
        { stripeRefundId },
      );
      const crosses = after.reservedMinor + after.externalMinor > after.amountMinor;
      const detail = `${stripeRefundId} was made at Stripe and crosses refunds of our own.`;
      return crosses
        ? { ...decision, flags: [{ kind: 'external_refund', subject: stripeRefundId, detail }] }
        : decision;
    };
  }

  async function insert(
    tx: Tx,
    state: BookingState,
    order: RefundOrder,
    charge: { stripeChargeId: string; own: boolean; currency: string; amountMinor: number },
    made: { stripeRefundId?: string } = {},
  ): Promise<Decision> {
    const { refundId, paymentId, workflowId, reason } = order;
    const { stripeChargeId, amountMinor } = charge;
    const by = requestedBy(order.identity);
    const row = { refundId, paymentId, stripeChargeId, workflowId, amountMinor, reason };
    await insertRefund(tx, { ...row, requestedBy: by, ...made });
    if (by === 'operator')
      await insertOperatorAct(tx, {
        ...{ id: `${refundId}:refundPayment`, act: 'refundPayment', subject: refundId },
        ...{ bookingId: state.bookingId, actor: 'operator', reason },
      });
    return refundRequested(state, { ...row, requestedBy: by, attempt: 1 }, charge);
  }

  return { request };
}

async function notReserved(tx: Tx, stripeChargeId: string): Promise<RefundRefusal> {
  return (await isFrozen(tx, stripeChargeId)) ? 'payment_disputed' : 'refund_exceeds_balance';
}
