import { bankOf } from './disputing';
import { bought } from './paying';
import { startProduct, type Product } from './product';
import { signedPost, stripeEvent } from './stripe-events';

let product: Product;
let bank: ReturnType<typeof bankOf>;
beforeAll(async () => {
  product = await startProduct();
  bank = bankOf(product);
});
afterEach(async () => {
  await product.temporal.idle();
  expect(await product.saga.audit()).toEqual([]);
});
afterAll(() => product.stop());

const WHY = { reason: 'she was on board' };
const code = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
  status,
  body['code'],
];
const answer = (disputeId: string, body: object, headers: Record<string, string> = {}) =>
  product.post(`/api/v1/disputes/${disputeId}/evidence`, body, headers);
const row = (stripeEventId: string) =>
  product.db.stripeEvent.findUniqueOrThrow({ where: { stripeEventId } });

describe('a dispute', () => {
  it('is shown with its payment, the latest one, and by itself', async () => {
    const { order, paymentId, disputeId } = await bank.disputed();
    const dispute = {
      ...{ disputeId, status: 'needs_response', amount: 12_990, reason: 'fraudulent' },
      evidenceDueBy: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    };
    const payment = await product.get(`/api/v1/payments/${paymentId}`);
    expect(payment.body['dispute']).toEqual(dispute);
    const { status, body } = await product.get(`/api/v1/disputes/${disputeId}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...dispute,
      ...{ bookingId: order.bookingId, paymentId, currency: 'eur', refundable: false },
    });
  });

  it('is absent where there is none, and not found by another name', async () => {
    const { paymentId } = await bought(product);
    const { body } = await product.get(`/api/v1/payments/${paymentId}`);
    expect(body).not.toHaveProperty('dispute');
    for (const nobody of ['dp_nobody', 'x', '%00', `dp_${'1'.repeat(300)}`])
      for (const path of [nobody, `${nobody}/evidence`])
        expect(code(await product.get(`/api/v1/disputes/${path}`))).toEqual([
          ...[404, 'dispute_not_found'],
        ]);
    expect(code(await answer('dp_nobody', WHY))).toEqual([404, 'dispute_not_found']);
  });

  it('changes the ETag of its payment', async () => {
    const { paymentId, intentId } = await bought(product);
    const before = await product.get(`/api/v1/payments/${paymentId}`);
    const { id } = await bank.dispute({ payment_intent: intentId });
    await bank.hear(id);
    const after = await product.get(`/api/v1/payments/${paymentId}`);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
  });
});

describe('H24: refunds of a disputed charge', () => {
  it('H24: are refused as payment_disputed, and possible again once it is won', async () => {
    const { paymentId, disputeId } = await bank.disputed();
    const refund = (key: string) =>
      product.post(
        `/api/v1/payments/${paymentId}/refunds`,
        { amount: 100 },
        { 'idempotency-key': key },
      );
    const refused = await refund('first');
    expect(code(refused)).toEqual([409, 'payment_disputed']);
    expect(refused.body['detail']).toMatch(/^The charge is disputed/);
    const alias = await product.post(`/api/v1/payments/${paymentId}/refund`, { amount: 100 });
    expect([alias.status, alias.body]).toEqual([
      409,
      { success: false, error: 'Payment disputed' },
    ]);
    await bank.close(disputeId, 'won');
    await bank.hear(disputeId);
    expect((await refund('second')).status).toBe(201);
  });

  it('H24: are refused by the reservation too, when the dispute came after the look', async () => {
    const { paymentId, intentId } = await bought(product);
    const { id } = await bank.dispute({ payment_intent: intentId });
    product.temporal.mood.slowMs = 300;
    const asked = product.post(
      `/api/v1/payments/${paymentId}/refunds`,
      { amount: 100 },
      { 'idempotency-key': 'late-look' },
    );
    await product.saga.settleDispute(id);
    const reply = await asked;
    product.temporal.mood.slowMs = 0;
    expect(code(reply)).toEqual([409, 'payment_disputed']);
  });

  it('H24: stay possible while the bank only asks', async () => {
    const { paymentId } = await bank.disputed({}, { inquiry: true });
    const reply = await product.post(
      `/api/v1/payments/${paymentId}/refunds`,
      { amount: 100 },
      { 'idempotency-key': 'inquiry' },
    );
    expect(reply.status).toBe(201);
  });
});

describe('the evidence pack', () => {
  it('is JSON, as a file', async () => {
    const { order, disputeId } = await bank.disputed({ metadata: { termsVersion: '7' } });
    const { status, headers, body } = await product.get(`/api/v1/disputes/${disputeId}/evidence`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('application/json');
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename=evidence-${disputeId}.json`,
    );
    expect(body).toMatchObject({
      dispute: { disputeId, reason: 'fraudulent' },
      booking: { bookingId: order.bookingId },
      acceptance: { terms: { termsVersion: '7' } },
      authentication: { method: 'card', networkStatus: 'approved_by_network' },
      refunds: [],
    });
  });

  it.each([
    ['the parameter', '?format=text', {}],
    ['the header', '', { accept: 'text/plain' }],
  ])('is text where %s asks for it', async (_what, query, headers) => {
    const { disputeId } = await bank.disputed();
    const path = `/api/v1/disputes/${disputeId}/evidence${query}`;
    const reply = await product.get(path, headers);
    expect(reply.headers.get('content-type')).toContain('text/plain');
    expect(reply.headers.get('content-disposition')).toContain(`evidence-${disputeId}.txt`);
    expect(reply.body['text']).toContain(`Evidence against dispute ${disputeId}`);
  });

  it('is refused in formats that we do not have, and later while Stripe is away', async () => {
    const { disputeId } = await bank.disputed();
    const path = `/api/v1/disputes/${disputeId}/evidence`;
    expect(code(await product.get(`${path}?format=pdf`))).toEqual([400, 'validation_failed']);
    const match = { method: 'GET', path: '/v1/charges/*' };
    await product.saga.simulate('/faults', { kind: 'fail_before', match, times: 1 });
    expect(code(await product.get(path))).toEqual([503, 'temporarily_unavailable']);
    expect((await product.get(path)).status).toBe(200);
  });
});

describe('POST /api/v1/disputes/{disputeId}/evidence', () => {
  it('sends the pack and answers the dispute', async () => {
    const { disputeId } = await bank.disputed();
    const { status, body } = await answer(disputeId, { ...WHY, text: 'winning_evidence' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ disputeId, status: 'under_review' });
    expect(body['evidenceSubmittedAt']).toMatch(/Z$/);
    await bank.judge();
    await bank.hear(disputeId);
    const won = await product.get(`/api/v1/disputes/${disputeId}`);
    expect(won.body).toMatchObject({ status: 'won', refundable: true });
  });

  it('takes it once, and says what stands in the way', async () => {
    const { disputeId } = await bank.disputed();
    expect((await answer(disputeId, WHY)).status).toBe(200);
    expect(code(await answer(disputeId, WHY))).toEqual([409, 'evidence_submitted']);
    await bank.close(disputeId, 'lost');
    await bank.hear(disputeId);
    expect(code(await answer(disputeId, WHY))).toEqual([409, 'dispute_closed']);
  });

  it('answers a repeat with the same Idempotency-Key as the first time', async () => {
    const { disputeId } = await bank.disputed();
    const key = { 'idempotency-key': `once-${disputeId}` };
    const replies = await Promise.all([1, 2, 3].map(() => answer(disputeId, WHY, key)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { body } of replies) expect(body).toEqual(replies[0]!.body);
    const acts = await product.db.operatorAct.findMany({ where: { subject: disputeId } });
    expect(acts).toHaveLength(1);
    const again = await answer(disputeId, WHY, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('starts the workflow that somebody has terminated', async () => {
    const { disputeId } = await bank.disputed();
    product.temporal.end(`dispute-${disputeId}`);
    expect((await answer(disputeId, WHY)).status).toBe(200);
  });

  it.each<[string, object]>([
    ['no reason', {}],
    ['an empty one', { reason: ' ' }],
    ['a field that we do not know', { ...WHY, txt: 'misspelt' }],
    ['a text longer than Stripe takes', { ...WHY, text: 'x'.repeat(20_001) }],
    ['an empty text', { ...WHY, text: '' }],
  ])('refuses %s', async (_what, body) => {
    const { disputeId } = await bank.disputed();
    expect(code(await answer(disputeId, body))).toEqual([400, 'validation_failed']);
  });

  it('waits for nobody when Temporal is away', async () => {
    const { disputeId } = await bank.disputed();
    product.temporal.mood.down = true;
    expect(code(await answer(disputeId, WHY))).toEqual([503, 'temporarily_unavailable']);
    product.temporal.mood.down = false;
    expect((await answer(disputeId, WHY)).status).toBe(200);
  });
});

describe('news of a dispute', () => {
  it('begins its workflow, and says nothing new once it is closed', async () => {
    const { disputeId } = await bank.paidDisputed();
    await bank.close(disputeId, 'lost');
    const events = await bank.eventsOf(disputeId);
    const [created, , closed] = events;
    await bank.deliver(created!);
    await product.temporal.idle();
    expect((await row(created!.id)).outcome).toBe('signalled');
    const ended = product.temporal.heard.signals.length;
    await bank.deliver(closed!);
    expect((await row(closed!.id)).outcome).toBe('nothing');
    expect(product.temporal.heard.signals).toHaveLength(ended);
  });

  it('of somebody else is ignored', async () => {
    const intent = await product.saga.stripe.paymentIntents.create({
      ...{ amount: 5_000, currency: 'eur', confirm: true },
      ...{ payment_method: 'pm_card_createDispute', allowed_payment_method_types: ['card'] },
    });
    const { data } = await product.saga.stripe.disputes.list({ payment_intent: intent.id });
    const [created] = await bank.eventsOf(data[0]!.id);
    await bank.deliver(created!);
    expect((await row(created!.id)).outcome).toBe('ignored');
    const without = stripeEvent('charge.dispute.created', { id: 'dp_bare', charge: 'ch_bare' });
    await signedPost(product.send, without);
    expect((await row(without.id)).outcome).toBe('ignored');
  });

  it('of money that is ours waits until that is on record', async () => {
    const { order, paymentId } = await bought(product);
    const intent = await product.saga.stripe.paymentIntents.create({
      ...{ amount: 5_000, currency: 'eur', confirm: true },
      ...{ payment_method: 'pm_card_createDispute', allowed_payment_method_types: ['card'] },
      metadata: { bookingId: order.bookingId, paymentId },
    });
    const { data } = await product.saga.stripe.disputes.list({ payment_intent: intent.id });
    const [created] = await bank.eventsOf(data[0]!.id);
    await bank.deliver(created!);
    expect((await row(created!.id)).deliveredAt).toBeNull();
    await bank.hear(intent.id); // the second payment goes back, or tries to
    const nextDeliveryAt = new Date(0);
    await product.db.stripeEvent.updateMany({ data: { nextDeliveryAt } });
    await product.dispatcher.pass();
    await product.temporal.idle();
    expect((await row(created!.id)).outcome).toBe('signalled');
    const known = await product.db.dispute.findMany({ where: { paymentId } });
    expect(known).toMatchObject([{ disputeId: data[0]!.id, refundable: false }]);
  });
});
