import { bought, open, type Bought } from './paying';
import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterEach(async () => {
  await product.temporal.idle();
  await product.saga.clearFaults();
  product.temporal.mood.down = false;
  expect(await product.saga.audit()).toEqual([]);
});
afterAll(() => product.stop());

const MATCH = { method: 'POST', path: '/v1/refunds' };
const NOBODY = `rfd_${'0'.repeat(24)}`;

async function stripeRefuses(times: number) {
  const error = { type: 'invalid_request_error', message: 'No', code: 'balance_insufficient' };
  const fault = { kind: 'fail_before', match: MATCH, status: 400, error, times, saved: true };
  await product.saga.simulate('/faults', fault);
}

/** A refund that Stripe has refused: its workflow waits for a person. */
async function failedRefund(amount = 5_000): Promise<{ made: Bought; refundId: string }> {
  const made = await bought(product);
  await stripeRefuses(1);
  const path = `/api/v1/payments/${made.paymentId}/refunds`;
  const key = { 'idempotency-key': `refund-${made.paymentId}` };
  const { body } = await product.post(path, { amount }, key);
  expect(body['status']).toBe('failed');
  await product.temporal.idle();
  return { made, refundId: String(body['refundId']) };
}

const act = (name: string, refundId: string, body: object, headers = {}) =>
  product.post(`/api/v1/refunds/${refundId}/${name}`, body, headers);
const actsOn = (subject: string) => product.db.operatorAct.findMany({ where: { subject } });
const refundsAtStripe = (refundId: string) =>
  product.saga.ledger().refunds.filter(({ metadata }) => metadata['refundId'] === refundId);
const reason = 'the bank has money again';

describe('POST /api/v1/refunds/{refundId}/retry', () => {
  it('gives the money back after all; the act is on record with its reason', async () => {
    const { refundId } = await failedRefund();
    const { status, body } = await act('retry', refundId, { reason });
    expect(status).toBe(200);
    expect(body).toMatchObject({ refundId, status: 'succeeded', amount: 5_000 });
    expect(body['stripeRefundId']).toMatch(/^re_/);
    expect(await actsOn(refundId)).toMatchObject([{ act: 'retryRefund', reason }]);
  });

  it('many times at once with a key is one act and one refund, and each hears of it', async () => {
    const { refundId } = await failedRefund();
    const headers = { 'idempotency-key': 'retry-1' };
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => act('retry', refundId, { reason }, headers)),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect(refundsAtStripe(refundId)).toHaveLength(1);
    expect(await actsOn(refundId)).toHaveLength(1);
  });

  it('many times at once without a key is one act and one refund', async () => {
    const { refundId } = await failedRefund();
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => act('retry', refundId, { reason })),
    );
    // Who comes when it is done already is told so.
    for (const { status } of replies) expect([200, 409]).toContain(status);
    expect(refundsAtStripe(refundId)).toHaveLength(1);
    expect(await actsOn(refundId)).toHaveLength(1);
  });

  it('that failed again can be given again, without a key too', async () => {
    const { refundId } = await failedRefund();
    await stripeRefuses(1);
    expect((await act('retry', refundId, { reason })).body['status']).toBe('failed');
    expect((await act('retry', refundId, { reason })).body['status']).toBe('succeeded');
    expect(await actsOn(refundId)).toHaveLength(2);
  });

  it.each([
    ['was terminated', (id: string) => product.temporal.end(id)],
    ['is forgotten', (id: string) => product.temporal.forget(id)],
  ])('takes the refund up again when its workflow %s', async (_how, lose) => {
    const { refundId } = await failedRefund();
    lose(`refund-${refundId}`);
    const { status, body } = await act('retry', refundId, { reason });
    expect([status, body['status']]).toEqual([200, 'succeeded']);
    const starts = product.temporal.heard.starts.filter((one) => one === `refund-${refundId}`);
    expect(starts).toHaveLength(2);
    expect(refundsAtStripe(refundId)).toHaveLength(1);
  });

  it('waits for a workflow that does not know its refund yet', async () => {
    const { refundId } = await failedRefund();
    let asked = 0;
    const { refunds } = product.deps;
    const url = await product.serve({
      refunds: {
        ...refunds,
        retry: (...order) =>
          (asked += 1) < 3
            ? Promise.resolve({ outcome: 'refused', type: 'refund_not_open', message: 'Wait' })
            : refunds.retry(...order),
      },
    });
    const reply = await fetch(`${url}/api/v1/refunds/${refundId}/retry`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason }),
    });
    expect([reply.status, asked]).toEqual([200, 3]);
  });

  it('says in the workflow’s words why not', async () => {
    const { made, refundId } = await failedRefund(12_990);
    const elsewhere = `/api/v1/payments/${made.paymentId}/refunds`;
    await product.post(elsewhere, { amount: 990 }, { 'idempotency-key': 'other' });
    const { status, body } = await act('retry', refundId, { reason });
    expect([status, body['code']]).toEqual([422, 'refund_exceeds_balance']);
    expect(body['detail']).toContain('Send markRefundedManually');
    expect(await actsOn(refundId)).toEqual([]);
  });
});

describe('POST /api/v1/refunds/{refundId}/mark-refunded', () => {
  it('closes a refund that was paid otherwise, and answers the same again', async () => {
    const { made, refundId } = await failedRefund();
    const first = await act('mark-refunded', refundId, { reason: 'paid in cash' });
    expect([first.status, first.body['status']]).toEqual([200, 'succeeded']);
    const second = await act('mark-refunded', refundId, { reason: 'paid in cash' });
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(refundsAtStripe(refundId)).toEqual([]);
    expect(await actsOn(refundId)).toMatchObject([
      { act: 'markRefundedManually', reason: 'paid in cash', actor: 'operator' },
    ]);
    const { body } = await product.get(`/api/v1/payments/${made.paymentId}`);
    expect(body).toMatchObject({ refundedAmount: 5_000, bookingStatus: 'PARTIALLY_REFUNDED' });
  });

  it('takes the refund up again when its workflow is gone', async () => {
    const { refundId } = await failedRefund();
    product.temporal.end(`refund-${refundId}`);
    const { status, body } = await act('mark-refunded', refundId, { reason });
    expect([status, body['status']]).toEqual([200, 'succeeded']);
  });
});

describe.each(['retry', 'mark-refunded'])('an act on a refund: %s', (name) => {
  it.each([
    ['no body', {}],
    ['an empty reason', { reason: '  ' }],
    ['no text', { reason: 7 }],
  ])('needs a reason: %s', async (_what, given) => {
    const { status, body } = await act(name, NOBODY, given);
    expect([status, body['code']]).toEqual([400, 'validation_failed']);
    expect(body['errors']).toMatchObject([{ path: 'reason' }]);
  });

  it('knows only refunds that exist', async () => {
    for (const id of [NOBODY, 'rfd_x', '%00']) {
      const { status, body } = await act(name, id, { reason });
      expect([status, body['code']]).toEqual([404, 'refund_not_found']);
    }
  });

  it('is not for a refund that has not failed, whether its workflow runs or not', async () => {
    const { paymentId } = await bought(product);
    const path = `/api/v1/payments/${paymentId}/refunds`;
    const made = await product.post(path, { amount: 1_000 }, { 'idempotency-key': name });
    await product.temporal.idle();
    const { status, body } = await act(name, String(made.body['refundId']), { reason });
    expect([status, body['code']]).toEqual([409, 'refund_not_failed']);
    expect(body['detail']).toContain('succeeded');
  });

  it('asks to repeat while Temporal is down', async () => {
    const { refundId } = await failedRefund();
    product.temporal.mood.down = true;
    expect((await act(name, refundId, { reason }, { 'idempotency-key': name })).status).toBe(503);
    product.temporal.mood.down = false;
    expect((await act(name, refundId, { reason }, { 'idempotency-key': name })).status).toBe(200);
    expect(await actsOn(refundId)).toHaveLength(1);
  });
});

describe('POST /api/v1/bookings/{bookingId}/extend-deadline', () => {
  const extend = (bookingId: string, body: object, headers = {}) =>
    product.post(`/api/v1/bookings/${bookingId}/extend-deadline`, body, headers);
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

  it('gives the customer more time, once, and answers the booking', async () => {
    const { order } = await open(product);
    const given = { expiresAt: inHours(2), reason };
    const first = await extend(order.bookingId, given);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ status: 'PENDING_PAYMENT', expiresAt: given.expiresAt });
    const second = await extend(order.bookingId, given);
    expect([second.status, second.body]).toEqual([200, first.body]);
    const types = (first.body['history'] as { eventType: string }[]).map((one) => one.eventType);
    expect(types.filter((type) => type === 'booking.deadline_extended')).toHaveLength(1);
    expect(await actsOn(order.bookingId)).toMatchObject([{ act: 'extendDeadline', reason }]);
  });

  it('understands a time in any zone', async () => {
    const { order } = await open(product);
    const until = inHours(3);
    const expiresAt = `${new Date(Date.parse(until) + 3_600_000).toISOString().slice(0, -1)}+01:00`;
    const { body } = await extend(order.bookingId, { expiresAt, reason });
    expect(body['expiresAt']).toBe(until);
  });

  it.each([
    ['no reason', { expiresAt: inHours(1) }, 'reason'],
    ['no time', { reason }, 'expiresAt'],
    ['a day without a time', { reason, expiresAt: '2026-03-04' }, 'expiresAt'],
    ['an earlier deadline', { reason, expiresAt: inHours(0) }, 'expiresAt'],
    ['more than a week', { reason, expiresAt: inHours(8 * 24) }, 'expiresAt'],
    ['an unknown field', { reason, expiresAt: inHours(1), actor: 'me' }, 'actor'],
  ])('refuses %s', async (_what, given, path) => {
    const { order } = await open(product);
    const { status, body } = await extend(order.bookingId, given);
    expect([status, body['code']]).toEqual([400, 'validation_failed']);
    expect(body['errors']).toMatchObject([
      { path, message: expect.stringMatching(/\.$/) as string },
    ]);
  });

  it('refuses what no longer waits for a payment', async () => {
    const { order } = await bought(product);
    const { status, body } = await extend(order.bookingId, { reason, expiresAt: inHours(1) });
    expect([status, body['code']]).toEqual([409, 'booking_not_open']);
  });

  it('asks to repeat when the workflow is gone, and knows only bookings that exist', async () => {
    const { order } = await open(product);
    product.temporal.forget(`booking-${order.bookingId}`);
    const gone = await extend(order.bookingId, { reason, expiresAt: inHours(1) });
    expect([gone.status, gone.body['code']]).toEqual([503, 'temporarily_unavailable']);
    const nobody = await extend('nobody', { reason, expiresAt: inHours(1) });
    expect([nobody.status, nobody.body['code']]).toEqual([404, 'booking_not_found']);
  });
});
