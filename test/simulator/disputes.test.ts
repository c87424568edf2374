import type Stripe from 'stripe';
import { idOf, errorOf, eventTypes, paid, started, type Started } from './started';

const DAY = 24 * 60 * 60;

describe('a dispute', () => {
  let sim: Started;
  beforeEach(async () => (sim = await started()));
  afterEach(() => sim.close());

  async function disputed(method = 'pm_card_createDispute') {
    const intent = await paid(sim.stripe, method);
    const { data } = await sim.stripe.disputes.list({ payment_intent: intent.id });
    if (!data[0]) throw new Error('no dispute');
    return { intent, dispute: data[0] };
  }

  const submit = (id: string, uncategorized_text: string) =>
    sim.stripe.disputes.update(id, { evidence: { uncategorized_text } });

  async function judged(id: string): Promise<Stripe.Dispute> {
    await sim.advance(60);
    return sim.stripe.disputes.retrieve(id);
  }

  it('takes the money and a fee, and freezes refunds', async () => {
    const { intent, dispute } = await disputed();
    expect(dispute).toMatchObject({
      amount: 5000,
      status: 'needs_response',
      reason: 'fraudulent',
      is_charge_refundable: false,
      balance_transactions: [{ type: 'adjustment', amount: -5000, fee: 1500, net: -6500 }],
    });
    expect((await sim.stripe.charges.retrieve(idOf(intent.latest_charge))).disputed).toBe(true);
    const refund = sim.stripe.refunds.create({ payment_intent: intent.id });
    expect(await errorOf(refund)).toMatchObject({ statusCode: 400, code: 'charge_disputed' });
    expect(await eventTypes(sim.stripe)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'payment_intent.succeeded',
    ]);
  });

  it('is won with winning evidence: the money comes back, the fee does not', async () => {
    const { dispute } = await disputed('pm_card_createDisputeProductNotReceived');
    expect(dispute.reason).toBe('product_not_received');
    const submitted = await submit(dispute.id, 'winning_evidence');
    expect(submitted).toMatchObject({
      status: 'under_review',
      evidence_details: { has_evidence: true, submission_count: 1 },
    });
    const won = await judged(dispute.id);
    expect(won.status).toBe('won');
    expect(won.balance_transactions.map(({ net }) => net)).toEqual([-6500, 5000]);
    const types = await eventTypes(sim.stripe);
    expect(types.filter((type) => type.startsWith('charge.dispute')).slice(2)).toEqual([
      'charge.dispute.updated',
      'charge.dispute.closed',
      'charge.dispute.funds_reinstated',
    ]);
  });

  it('is lost with losing evidence', async () => {
    const { dispute } = await disputed();
    await submit(dispute.id, 'losing_evidence');
    expect((await judged(dispute.id)).status).toBe('lost');
  });

  it('takes evidence in stages and submits it once', async () => {
    const { dispute } = await disputed();
    const evidence = { customer_name: 'Ada' };
    const staged = await sim.stripe.disputes.update(dispute.id, { evidence, submit: false });
    expect(staged).toMatchObject({ status: 'needs_response', evidence });
    const sent = await submit(dispute.id, 'a letter');
    expect(sent.evidence.customer_name).toBe('Ada');
    expect((await errorOf(submit(dispute.id, 'another'))).message).toContain('already');
    expect((await judged(dispute.id)).status).toBe('under_review');
  });

  it('that is closed is lost for good', async () => {
    const { dispute } = await disputed();
    expect((await sim.stripe.disputes.close(dispute.id)).status).toBe('lost');
    expect(await errorOf(sim.stripe.disputes.close(dispute.id))).toMatchObject({ statusCode: 400 });
  });

  it('that is lost may still be won by control: banks do change their mind', async () => {
    const { dispute } = await disputed();
    await sim.control('POST', `/disputes/${dispute.id}/close`, { outcome: 'lost' });
    await sim.control('POST', `/disputes/${dispute.id}/close`, { outcome: 'won' });
    const won = await sim.stripe.disputes.retrieve(dispute.id);
    expect(won).toMatchObject({ status: 'won', is_charge_refundable: true });
    expect(won.balance_transactions.map(({ net }) => net)).toEqual([-6500, 5000]);
    const again = await sim.control('POST', `/disputes/${dispute.id}/close`, { outcome: 'lost' });
    expect(again).toMatchObject({ error: { fix: 'That is final.' } });
  });

  it('is lost when nobody answers in time', async () => {
    const { dispute } = await disputed();
    await sim.advance(10 * DAY);
    expect(await sim.stripe.disputes.retrieve(dispute.id)).toMatchObject({
      status: 'lost',
      evidence_details: { past_due: true },
    });
  });

  it('may be only an inquiry, which moves no money and leaves refunds open', async () => {
    const { intent, dispute } = await disputed('pm_card_createDisputeInquiry');
    expect(dispute).toMatchObject({
      status: 'warning_needs_response',
      is_charge_refundable: true,
      balance_transactions: [],
    });
    const refund = await sim.stripe.refunds.create({ payment_intent: intent.id, amount: 100 });
    expect(refund.status).toBe('succeeded');
    await submit(dispute.id, 'escalate_inquiry_evidence');
    const escalated = await judged(dispute.id);
    expect(escalated).toMatchObject({ status: 'needs_response', is_charge_refundable: false });
    expect(escalated.balance_transactions).toHaveLength(1);
  });

  it('can be opened and decided by control, and fails a refund that is pending', async () => {
    const intent = await paid(sim.stripe, 'pm_card_pendingRefund');
    const refund = await sim.stripe.refunds.create({ payment_intent: intent.id, amount: 2000 });
    const dispute = await sim.control<Stripe.Dispute>('POST', '/disputes', {
      payment_intent: intent.id,
    });
    expect(dispute).toMatchObject({ amount: 3000, status: 'needs_response' });
    expect(await sim.stripe.refunds.retrieve(refund.id)).toMatchObject({
      status: 'failed',
      failure_reason: 'charge_for_pending_refund_disputed',
    });
    const close = { outcome: 'won' };
    const won = await sim.control('POST', `/disputes/${dispute.id}/close`, close);
    expect(won).toMatchObject({ status: 'won', is_charge_refundable: true });
    expect(await sim.control('POST', `/disputes/${dispute.id}/close`, close)).toMatchObject({
      error: { field: 'id', fix: 'That is final.' },
    });
  });
});
