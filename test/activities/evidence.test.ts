import { customerOf, refundOf, type Customer } from './customer';
import { bookOf, fiveTimes, useSaga, type Saga } from './saga';

const HOUR = 3_600_000;
const UPDATE = { method: 'POST', path: '/v1/disputes/*' };

let saga: Saga;
let customer: Customer;
useSaga((started) => {
  saga = started;
  customer = customerOf(saga);
});

let acts = 0;
const actOn = (disputeId: string, more: object = {}) => ({
  ...{ id: `${disputeId}:act-${++acts}`, disputeId, stage: 'chargeback' as const },
  ...{ reason: 'she was on board', actor: 'op-7', ...more },
});
const atStripe = (disputeId: string) => saga.stripe.disputes.retrieve(disputeId);
const submissions = (disputeId: string) =>
  saga.ledger().executed.filter(({ key }) => key?.startsWith(`evidence:${disputeId}:`));
const actsOn = (subject: string) => saga.db.operatorAct.findMany({ where: { subject } });

async function disputed(card = 'pm_card_createDispute', more: object = {}) {
  const booking = await customer.confirmed(more, card);
  const { data } = await saga.stripe.disputes.list({ payment_intent: booking.intentId });
  const disputeId = data[0]!.id;
  await saga.settleDispute(disputeId);
  return { ...booking, disputeId };
}

/** Stripe judges a moment later, by its magic texts. */
async function judged(disputeId: string) {
  await saga.simulate('/clock', { advance_seconds: 60 });
  return saga.settleDispute(disputeId);
}

describe('the evidence against a dispute', () => {
  it('goes to Stripe with everything that we know, and with no person, address or card', async () => {
    const { bookingId, paymentId, chargeId, disputeId } = await disputed(undefined, {
      bookingReference: 'TRIP-88',
      metadata: {
        termsAcceptedAt: '2026-03-04T09:14:58.000Z',
        termsAcceptedBy: 'ada@example.com',
        passenger: 'Ada Lovelace',
      },
    });
    await saga.submitEvidence(actOn(disputeId));
    const { evidence, evidence_details, status } = await atStripe(disputeId);
    expect([status, evidence_details.submission_count]).toEqual(['under_review', 1]);
    expect(evidence.product_description).toContain('Booking TRIP-88, price 129.90 EUR.');
    expect(evidence.product_description).toContain(chargeId);
    expect(evidence.product_description).toContain(paymentId);
    const log = evidence.access_activity_log!;
    expect(log).toMatch(/Z: the customer ordered the booking\./);
    expect(log).toMatch(/Z: the customer paid for it by card\./);
    expect(log).toContain('3-D Secure was not used.');
    expect(log).toContain('Answer of the card network: approved_by_network.');
    expect(log).toMatch(/Z The payment was disputed\./);
    expect(evidence.refund_policy_disclosure).toContain('termsAcceptedAt: 2026-03-04T09:14:58');
    expect(evidence.uncategorized_text).toContain('Nothing was refunded');
    const all = JSON.stringify(evidence);
    expect(all).not.toMatch(/@|Ada|Lovelace|4242/);
    const row = await saga.db.dispute.findUniqueOrThrow({ where: { disputeId } });
    expect(row.evidenceSubmittedAt).not.toBeNull();
    expect(await actsOn(disputeId)).toMatchObject([
      { act: 'submitEvidence', bookingId, actor: 'op-7', reason: 'she was on board' },
    ]);
    const { flags } = await bookOf(saga.db, bookingId);
    expect(flags).toMatchObject([{ kind: 'dispute', dueBy: null }]);
    expect(flags[0]!.detail).toContain('Evidence was sent; the bank decides');
  });

  it('tells of 3-D Secure and of refunds', async () => {
    const { intentId, bookingId, paymentId } = await customer.opened();
    await customer.pay(intentId, 'pm_card_authenticationRequired');
    await saga.simulate(`/payment_intents/${intentId}/authenticate`, { outcome: 'succeed' });
    await saga.settlePayment(bookingId);
    await saga.refunded(refundOf(paymentId, 'key:part', 2_990));
    const { id } = await saga.simulate<{ id: string }>('/disputes', { payment_intent: intentId });
    await saga.settleDispute(id);
    await saga.submitEvidence(actOn(id));
    const { evidence } = await atStripe(id);
    expect(evidence.access_activity_log).toContain('3-D Secure: authenticated (version 2.2.0');
    expect(evidence.uncategorized_text).toMatch(/29\.90 EUR \(rfd_\w+\): succeeded/);
  });

  it.each([
    ['winning_evidence', 'won'],
    ['losing_evidence', 'lost'],
  ])('carries an operator’s own text unchanged: %s', async (text, outcome) => {
    const { disputeId } = await disputed();
    const sent = await saga.submitEvidence(actOn(disputeId, { text }));
    expect(sent).toMatchObject({ status: 'under_review' });
    const { evidence } = await atStripe(disputeId);
    expect(evidence.uncategorized_text).toBe(text);
    expect(evidence.access_activity_log).toContain('Nothing was refunded');
    expect(await judged(disputeId)).toMatchObject({ dispute: { outcome } });
  });

  it('is sent once when the same order comes five times', async () => {
    const { disputeId } = await disputed();
    const act = actOn(disputeId);
    await fiveTimes(() => saga.submitEvidence(act));
    await saga.submitEvidence(act);
    expect((await atStripe(disputeId)).evidence_details.submission_count).toBe(1);
    expect(await actsOn(disputeId)).toHaveLength(1);
  });

  it('is sent once: a second order is told so', async () => {
    const { disputeId } = await disputed();
    await saga.submitEvidence(actOn(disputeId));
    await expect(saga.submitEvidence(actOn(disputeId))).rejects.toMatchObject({
      ...{ type: 'evidence_submitted', nonRetryable: true },
    });
    expect((await atStripe(disputeId)).evidence_details.submission_count).toBe(1);
    expect(await actsOn(disputeId)).toHaveLength(1);
  });

  it('is not sent again when Stripe’s answer is lost', async () => {
    const { disputeId } = await disputed();
    const act = actOn(disputeId);
    await saga.simulate('/faults', { kind: 'lose_response', match: UPDATE, times: 2 });
    await expect(saga.submitEvidence(act)).rejects.toMatchObject({ type: 'stripe_unanswered' });
    expect(await saga.submitEvidence(act)).toMatchObject({ status: 'under_review' });
    expect(submissions(disputeId)).toHaveLength(1);
  });

  it('is looked for at Stripe before an old key is used again', async () => {
    const { disputeId } = await disputed();
    const act = actOn(disputeId);
    await saga.simulate('/faults', { kind: 'lose_response', match: UPDATE, times: 2 });
    await expect(saga.submitEvidence(act)).rejects.toMatchObject({ type: 'stripe_unanswered' });
    await saga.db.stripeEffect.updateMany({
      where: { effect: { startsWith: `evidence:${disputeId}` } },
      data: { sentAt: new Date(Date.now() - 25 * HOUR) },
    });
    expect(await saga.submitEvidence(act)).toMatchObject({ status: 'under_review' });
    expect(submissions(disputeId)).toHaveLength(1);
  });

  it('is sent after Stripe had saved an error, by the next key', async () => {
    const { disputeId } = await disputed();
    const act = actOn(disputeId);
    await saga.simulate('/faults', {
      kind: 'fail_before',
      match: UPDATE,
      status: 500,
      saved: true,
    });
    await expect(saga.submitEvidence(act)).rejects.toMatchObject({ type: 'stripe_saved' });
    expect(await saga.submitEvidence(act)).toMatchObject({ status: 'under_review' });
    expect(submissions(disputeId).map(({ key }) => key)).toEqual([
      `evidence:${disputeId}:chargeback:1`,
      `evidence:${disputeId}:chargeback:2`,
    ]);
  });

  it('that Stripe refuses is told in words, and may be ordered again', async () => {
    const { disputeId } = await disputed();
    const error = { type: 'invalid_request_error', message: 'Too long', code: 'text_too_long' };
    const refusal = { kind: 'fail_before', match: UPDATE, status: 400, error, saved: true };
    await saga.simulate('/faults', refusal);
    await expect(saga.submitEvidence(actOn(disputeId))).rejects.toMatchObject({
      ...{ type: 'evidence_refused', nonRetryable: true },
      message: 'Stripe refused the evidence (text_too_long): Too long',
    });
    expect(await saga.submitEvidence(actOn(disputeId))).toMatchObject({ status: 'under_review' });
  });

  it('is not accepted for what is closed, under review or not ours', async () => {
    const { disputeId } = await disputed();
    await saga.simulate(`/disputes/${disputeId}/close`, { outcome: 'lost' });
    // The row still says that evidence is due: Stripe's word decides.
    await expect(saga.submitEvidence(actOn(disputeId))).rejects.toMatchObject({
      type: 'dispute_closed',
    });
    await expect(saga.submitEvidence(actOn('dp_nobody'))).rejects.toMatchObject({
      type: 'dispute_not_found',
    });
    const elsewhere = await disputed();
    await saga.stripe.disputes.update(elsewhere.disputeId, {
      evidence: { uncategorized_text: 'sent in the dashboard' },
    });
    await expect(saga.submitEvidence(actOn(elsewhere.disputeId))).rejects.toMatchObject({
      type: 'evidence_submitted',
    });
    const { evidence } = await atStripe(elsewhere.disputeId);
    expect(evidence.uncategorized_text).toBe('sent in the dashboard');
  });

  it('is asked for anew when an inquiry that was answered becomes a chargeback', async () => {
    const { bookingId, disputeId } = await disputed('pm_card_createDisputeInquiry');
    const stage = 'inquiry' as const;
    const first = actOn(disputeId, { stage, text: 'escalate_inquiry_evidence' });
    expect(await saga.submitEvidence(first)).toMatchObject({ status: 'warning_under_review' });
    const { dispute } = await judged(disputeId);
    expect(dispute).toMatchObject({ status: 'needs_response' });
    expect(dispute).not.toHaveProperty('evidenceSubmittedAt');
    expect((await bookOf(saga.db, bookingId)).flags[0]!.dueBy).not.toBeNull();
    // A late repeat of the first order must not answer the chargeback.
    await saga.submitEvidence(first);
    expect((await atStripe(disputeId)).status).toBe('needs_response');
    await expect(saga.submitEvidence(actOn(disputeId, { stage }))).rejects.toMatchObject({
      type: 'evidence_submitted',
    });
    const second = actOn(disputeId, { text: 'winning_evidence' });
    expect(await saga.submitEvidence(second)).toMatchObject({ status: 'under_review' });
    expect(await judged(disputeId)).toMatchObject({ dispute: { outcome: 'won' } });
  });
});
