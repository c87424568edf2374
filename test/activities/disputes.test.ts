import type Stripe from 'stripe';
import type { DisputeSettled } from '../../src/activities/disputing';
import type { DisputeView } from '../../src/domain/views';
import { eventIdOf } from '../../src/domain/ids';
import { customerOf, refundOf, type Customer } from './customer';
import { bookOf, fiveTimes, useSaga, type Saga } from './saga';

const DISPUTED = 'pm_card_createDispute';
const INQUIRY = 'pm_card_createDisputeInquiry';

let saga: Saga;
let customer: Customer;
useSaga((started) => {
  saga = started;
  customer = customerOf(saga);
});

let acts = 0;
const actOn = (refundId: string) => ({
  ...{ id: `${refundId}:act-${++acts}`, refundId, reason: 'won it', actor: 'op-7' },
});
const open = (charge: string, more: object = {}) =>
  saga.simulate<Stripe.Dispute>('/disputes', { charge, ...more });
const close = (disputeId: string, outcome: 'won' | 'lost') =>
  saga.simulate<Stripe.Dispute>(`/disputes/${disputeId}/close`, { outcome });
const dueFlags = async (bookingId: string) =>
  (await bookOf(saga.db, bookingId)).flags.filter(({ kind }) => kind === 'dispute');

async function settled(disputeId: string): Promise<DisputeView> {
  return ofOurs(await saga.settleDispute(disputeId));
}

function ofOurs({ ignored, dispute }: DisputeSettled): DisputeView {
  if (ignored) throw new Error(`ignored: ${ignored}`);
  return dispute;
}

/** What the customer's bank opened by itself, for a card that does so. */
async function disputeOf(intentId: string): Promise<string> {
  const { data } = await saga.stripe.disputes.list({ payment_intent: intentId });
  return data[0]!.id;
}

/** A confirmed booking whose charge is disputed, and known to be. */
async function disputed(card = DISPUTED) {
  const booking = await customer.confirmed({}, card);
  const disputeId = await disputeOf(booking.intentId);
  return { ...booking, disputeId, dispute: await settled(disputeId) };
}

describe('a dispute', () => {
  it('is on record, told, flagged with its due date, and moves no status', async () => {
    const { bookingId, paymentId, chargeId, disputeId, dispute } = await disputed();
    const { booking, payment, transitions, flags } = await bookOf(saga.db, bookingId);
    expect([booking.status, payment.status]).toEqual(['CONFIRMED', 'completed']);
    const row = await saga.db.dispute.findUniqueOrThrow({ where: { disputeId } });
    expect(row).toMatchObject({
      ...{ paymentId, stripeChargeId: chargeId, workflowId: `dispute-${disputeId}` },
      ...{ amountMinor: 12_990, currency: 'eur', reason: 'fraudulent', status: 'needs_response' },
      ...{ refundable: false, withdrawnMinor: 12_990, evidenceSubmittedAt: null },
    });
    expect(dispute).toMatchObject({
      ...{ disputeId, bookingId, paymentId, refundable: false },
      evidenceDueBy: row.evidenceDueBy!.toISOString(),
    });
    expect(transitions.at(-1)).toMatchObject({
      id: eventIdOf(bookingId, 'payment.disputed', disputeId),
      type: 'payment.disputed',
      causationId: eventIdOf(bookingId, 'payment.completed'),
      payload: {
        ...{ disputeId, disputedAmountMinor: 12_990, reason: 'fraudulent' },
        ...{ bookingStatus: 'CONFIRMED', paymentStatus: 'completed' },
        evidenceDueBy: row.evidenceDueBy!.toISOString(),
      },
    });
    expect(flags).toMatchObject([
      { kind: 'dispute', subject: disputeId, dueBy: row.evidenceDueBy },
    ]);
    expect(flags[0]!.detail).toContain('129.90 EUR are disputed (fraudulent)');
    expect(flags[0]!.detail).toContain('submitEvidence');
    expect(saga.offered).toContain(bookingId);
  });

  it('read five times at once is told once', async () => {
    const { bookingId, intentId } = await customer.confirmed({}, DISPUTED);
    const disputeId = await disputeOf(intentId);
    await fiveTimes(() => saga.settleDispute(disputeId));
    expect((await bookOf(saga.db, bookingId)).types.at(-1)).toBe('payment.disputed');
  });

  it('read late never puts an older word over a newer one', async () => {
    const { disputeId } = await disputed();
    let reads = 0;
    const { disputes } = saga.deps;
    const slow = saga.acts({
      disputes: {
        ...disputes,
        async retrieve(id) {
          const seen = await disputes.retrieve(id);
          if ((reads += 1) > 1) return seen;
          await close(disputeId, 'lost'); // and another worker writes it down first
          await saga.settleDispute(id);
          return seen;
        },
      },
    });
    expect(ofOurs(await slow.settleDispute(disputeId))).toMatchObject({ status: 'lost' });
    expect(reads).toBe(2);
  });

  it('is told to the canonical topic alone where the booking is of dreamscape', async () => {
    const { bookingId, disputeId } = await disputed();
    await close(disputeId, 'won');
    await settled(disputeId);
    const records = await saga.db.eventRecord.findMany({
      where: { bookingId, transition: { type: { startsWith: 'payment.dispute' } } },
    });
    expect(records.map(({ topic }) => topic)).toEqual(Array(2).fill('booking-payment.events'));
  });

  it('of somebody else is ignored, and so is one that Stripe does not know', async () => {
    const { chargeId } = await customer.paidElsewhere({});
    const { id } = await open(chargeId);
    expect(await saga.settleDispute(id)).toEqual({ ignored: 'foreign' });
    expect(await saga.settleDispute('dp_nobody')).toEqual({ ignored: 'unknown' });
    expect(await saga.db.dispute.count({ where: { disputeId: id } })).toBe(0);
  });

  it('that moves as no table allows keeps Stripe’s word and is flagged', async () => {
    const { bookingId, disputeId } = await disputed();
    await saga.db.dispute.update({ where: { disputeId }, data: { status: 'prevented' } });
    expect((await settled(disputeId)).status).toBe('needs_response');
    const { flags } = await bookOf(saga.db, bookingId);
    expect(flags).toContainEqual(
      expect.objectContaining({
        ...{ kind: 'forbidden_move', subject: disputeId },
        detail: expect.stringContaining('from prevented to needs_response') as string,
      }),
    );
  });

  it('with a word that is new to us stays open and flagged', async () => {
    const { bookingId, disputeId } = await disputed();
    const { disputes } = saga.deps;
    const newer = saga.acts({
      disputes: {
        ...disputes,
        retrieve: async (id) => ({ ...(await disputes.retrieve(id)), status: 'in_arbitration' }),
      },
    });
    expect(ofOurs(await newer.settleDispute(disputeId))).not.toHaveProperty('outcome');
    expect(await dueFlags(bookingId)).toMatchObject([{ dueBy: null }]);
    await settled(disputeId);
  });
});

describe('H24: disputes', () => {
  it('H24: on a cancelled booking restock nothing and change nothing', async () => {
    const { bookingId, intentId } = await customer.opened();
    await saga.closePayment(bookingId, { how: 'cancelled', cancelledBy: 'customer' });
    await saga.releaseBooking(bookingId);
    const { paymentId } = (await bookOf(saga.db, bookingId)).payment;
    const stray = await customer.paidElsewhere({ bookingId, paymentId });
    await saga.refunded(refundOf(paymentId, `stray:${stray.chargeId}`));
    const before = await bookOf(saga.db, bookingId);
    const { id } = await open(stray.chargeId, { amount: 12_990 });
    await settled(id);
    const after = await bookOf(saga.db, bookingId);
    expect(after.booking).toMatchObject({ status: 'CANCELLED', reason: before.booking.reason });
    expect(after.payment).toEqual(before.payment);
    expect(after.charges).toEqual(before.charges);
    expect(after.types).toEqual([...before.types, 'payment.disputed']);
    expect(after.transitions.at(-1)!.causationId).toBe(
      eventIdOf(bookingId, 'payment.unapplied', stray.chargeId),
    );
    expect(await saga.placeOf(bookingId)).toBe('released');
    expect(intentId).not.toBe(stray.intentId);
    await close(id, 'lost');
    await settled(id);
  });

  it('H24: are told from the start where they are first seen closed', async () => {
    const { bookingId, intentId } = await customer.confirmed({}, DISPUTED);
    const disputeId = await disputeOf(intentId);
    await close(disputeId, 'lost');
    expect(await settled(disputeId)).toMatchObject({ outcome: 'lost', refundable: false });
    const { types, transitions, flags } = await bookOf(saga.db, bookingId);
    expect(types.slice(-2)).toEqual(['payment.disputed', 'payment.dispute_closed']);
    expect(transitions.at(-1)).toMatchObject({
      causationId: eventIdOf(bookingId, 'payment.disputed', disputeId),
      payload: { disputeId, outcome: 'lost', bookingStatus: 'CONFIRMED' },
    });
    expect(flags).toEqual([]);
  });

  it('H24: may be known before the money is, and freeze it all the same', async () => {
    const { bookingId, intentId, paymentId } = await customer.opened();
    await customer.pay(intentId, DISPUTED);
    const disputeId = await disputeOf(intentId);
    await settled(disputeId); // dispute.created came before payment_intent.succeeded
    expect((await bookOf(saga.db, bookingId)).transitions.at(-1)).toMatchObject({
      type: 'payment.disputed',
      causationId: eventIdOf(bookingId, 'payment.initiated'),
    });
    await saga.settlePayment(bookingId);
    const { booking } = await bookOf(saga.db, bookingId);
    expect(booking.status).toBe('CONFIRMED');
    expect(await saga.openRefund(refundOf(paymentId, 'key:early', 100))).toEqual({
      refused: 'payment_disputed',
    });
  });

  it('H24: make Stripe refuse a compensation, which a person retries once it is won', async () => {
    const { bookingId, intentId } = await customer.opened();
    await saga.ownerIs(bookingId, { refuseConfirm: true });
    await customer.pay(intentId, DISPUTED);
    const disputeId = await disputeOf(intentId);
    await settled(disputeId);
    const { compensation } = await saga.settlePayment(bookingId);
    const { refundId } = await saga.refunded({ request: compensation!.request, workflowId: 'w' });
    const failed = await bookOf(saga.db, bookingId);
    expect(failed.booking.status).toBe('REFUND_FAILED');
    expect(failed.refunds).toMatchObject([{ status: 'failed', errorCode: 'charge_disputed' }]);
    expect(failed.flags.map(({ kind }) => kind).sort()).toEqual(['dispute', 'refund_failed']);
    await expect(saga.retryRefund(actOn(refundId))).rejects.toMatchObject({
      ...{ type: 'payment_disputed', nonRetryable: true },
    });
    await close(disputeId, 'won');
    await settled(disputeId);
    expect(await saga.retryRefund(actOn(refundId))).toMatchObject({ status: 'succeeded' });
    const { booking, flags } = await bookOf(saga.db, bookingId);
    expect([booking.status, flags]).toEqual(['REFUNDED', []]);
  });

  it('H24: that are lost after a refused compensation end by a person’s word, not by money', async () => {
    const { bookingId, intentId } = await customer.opened();
    await saga.ownerIs(bookingId, { refuseConfirm: true });
    await customer.pay(intentId, DISPUTED);
    const { compensation } = await saga.settlePayment(bookingId);
    const { refundId } = await saga.refunded({ request: compensation!.request, workflowId: 'w' });
    const disputeId = await disputeOf(intentId);
    await close(disputeId, 'lost');
    await settled(disputeId);
    await expect(saga.retryRefund(actOn(refundId))).rejects.toMatchObject({
      type: 'payment_disputed',
    });
    expect(await saga.markRefunded(actOn(refundId))).toMatchObject({ status: 'succeeded' });
    expect((await bookOf(saga.db, bookingId)).booking.status).toBe('REFUNDED');
    expect(saga.ledger().refunds.filter((one) => one.metadata['refundId'] === refundId)).toEqual(
      [],
    );
  });

  it('H24: that only ask leave refunds open', async () => {
    const { bookingId, paymentId, dispute } = await disputed(INQUIRY);
    expect(dispute).toMatchObject({ status: 'warning_needs_response', refundable: true });
    expect((await dueFlags(bookingId))[0]!.detail).toContain('no money has moved');
    const refund = await saga.refunded(refundOf(paymentId, 'key:inquiry', 5_000));
    expect(refund.status).toBe('succeeded');
  });

  it('H24: that were an inquiry freeze refunds when they escalate, and are flagged anew', async () => {
    const { bookingId, paymentId, disputeId } = await disputed(INQUIRY);
    await saga.stripe.disputes.update(disputeId, {
      evidence: { uncategorized_text: 'escalate_inquiry_evidence' },
    });
    await saga.simulate('/clock', { advance_seconds: 60 });
    expect(await settled(disputeId)).toMatchObject({ status: 'needs_response', refundable: false });
    const [flag] = await dueFlags(bookingId);
    expect(flag!.detail).toContain('Without it the money is lost');
    expect(flag!.dueBy).not.toBeNull();
    expect(await saga.openRefund(refundOf(paymentId, 'key:escalated', 5_000))).toEqual({
      refused: 'payment_disputed',
    });
  });

  it('H24: that are lost are never refunded, whoever asks', async () => {
    const { paymentId, chargeId, disputeId } = await disputed();
    await close(disputeId, 'lost');
    await settled(disputeId);
    for (const who of ['key:k', 'body:b:0', 'command:c', 'operator:o'])
      expect(await saga.openRefund(refundOf(paymentId, `${who}${disputeId}`))).toEqual({
        refused: 'payment_disputed',
      });
    const asked = saga.ledger().refunds.filter(({ charge }) => charge === chargeId);
    expect(asked).toEqual([]);
    expect(saga.ledger().executed.filter(({ key }) => key?.includes(disputeId))).toEqual([]);
  });

  it('H24: that were lost and are won later can be refunded again', async () => {
    const { bookingId, paymentId, disputeId } = await disputed();
    await close(disputeId, 'lost');
    await settled(disputeId);
    await close(disputeId, 'won');
    expect(await settled(disputeId)).toMatchObject({ outcome: 'won', refundable: true });
    const { types, flags } = await bookOf(saga.db, bookingId);
    expect(types.slice(-3)).toEqual([
      'payment.disputed',
      'payment.dispute_closed',
      'payment.dispute_closed',
    ]);
    expect(flags).toEqual([]);
    const refund = await saga.refunded(refundOf(paymentId, 'key:won'));
    expect(refund).toMatchObject({ status: 'succeeded', bookingStatus: 'REFUNDED' });
  });

  it('H24: make a refund fail that was pending, and nothing is paid twice', async () => {
    const booking = await customer.confirmed({}, 'pm_card_pendingRefund');
    const { bookingId, paymentId, chargeId } = booking;
    const refund = await saga.refunded(refundOf(paymentId, 'key:pending', 5_000));
    expect(refund.status).toBe('pending');
    const { id } = await open(chargeId);
    await settled(id);
    expect(await saga.settleRefund(refund.refundId)).toMatchObject({
      ...{ status: 'failed', errorCode: 'charge_for_pending_refund_disputed' },
    });
    const { booking: row, charges, flags } = await bookOf(saga.db, bookingId);
    expect(row.status).toBe('CONFIRMED');
    expect(charges).toMatchObject([{ reservedMinor: 0, refundedMinor: 0 }]);
    expect(flags.map(({ kind }) => kind).sort()).toEqual(['dispute', 'refund_failed']);
    await expect(saga.retryRefund(actOn(refund.refundId))).rejects.toMatchObject({
      type: 'payment_disputed',
    });
  });

  it('H24: leave stray money to Stripe to refuse, and to a person', async () => {
    const { bookingId, paymentId } = await customer.confirmed();
    const stray = await customer.paidElsewhere({ bookingId, paymentId });
    const { id } = await open(stray.chargeId);
    const refund = await saga.refunded(refundOf(paymentId, `stray:${stray.chargeId}`));
    expect(refund).toMatchObject({ status: 'failed', errorCode: 'charge_disputed' });
    expect(await settled(id)).toMatchObject({ bookingId, refundable: false });
    // Refunds are stopped per charge: the booking's own is not disputed.
    const own = await saga.refunded(refundOf(paymentId, 'key:own', 1_000));
    expect(own).toMatchObject({ status: 'succeeded', bookingStatus: 'PARTIALLY_REFUNDED' });
  });

  it('H24: let one of a dispute and twenty refunds at once be first, and never both pay', async () => {
    const { paymentId, chargeId } = await customer.confirmed();
    const { id } = await open(chargeId);
    const asked = Array.from({ length: 20 }, (_, index) =>
      saga.openRefund(refundOf(paymentId, `key:race-${index}`, 600)),
    );
    const [opened] = await Promise.all([Promise.all(asked), settled(id)]);
    for (const one of opened) {
      const ended = one.refused ?? `${one.refund.status} ${one.refund.errorCode}`;
      expect(['payment_disputed', 'failed charge_disputed']).toContain(ended);
    }
    expect(saga.ledger().refunds.filter(({ charge }) => charge === chargeId)).toEqual([]);
  });
});
