import { refundIdOf } from '../../src/domain/ids';
import { bought, open } from './paying';
import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

let keys = 0;
const key = () => ({ 'idempotency-key': `k-${++keys}` });
const refund = (paymentId: string, body: object, headers: Record<string, string> = key()) =>
  product.post(`/api/v1/payments/${paymentId}/refunds`, body, headers);

describe('POST /api/v1/payments/{paymentId}/refunds', () => {
  it('gives a part back and says which refund it is', async () => {
    const { paymentId } = await bought(product);
    const { status, body } = await refund(
      paymentId,
      { amount: 5_000, reason: 'seat changed' },
      { 'idempotency-key': 'mine' },
    );
    expect(status).toBe(201);
    expect(body).toEqual({
      refundId: refundIdOf(paymentId, 'key:mine'),
      paymentId,
      amount: 5_000,
      currency: 'eur',
      status: expect.stringMatching(/pending|succeeded/) as string,
      reason: 'seat changed',
      stripeRefundId: expect.stringMatching(/^re_/) as string,
      createdAt: expect.any(String) as string,
    });
    await product.temporal.idle();
    const payment = await product.get(`/api/v1/payments/${paymentId}`);
    expect(payment.body).toMatchObject({ status: 'partially_refunded', refundedAmount: 5_000 });
    expect(payment.body['refunds']).toEqual([{ ...body, status: 'succeeded' }]);
  });

  it('gives all that is left back when no amount is named', async () => {
    const { paymentId } = await bought(product);
    await refund(paymentId, { amount: 990 });
    const { body } = await refund(paymentId, {});
    expect(body).toMatchObject({ amount: 12_000, reason: 'requested_by_customer' });
  });

  it('needs an Idempotency-Key', async () => {
    const { paymentId } = await bought(product);
    const { status, body } = await refund(paymentId, { amount: 1 }, {});
    expect([status, body['code']]).toEqual([400, 'idempotency_key_required']);
  });

  it('counts pending refunds and names what is left', async () => {
    const { paymentId } = await bought(product);
    await refund(paymentId, { amount: 5_000 });
    const { status, body } = await refund(paymentId, { amount: 7_991 });
    expect([status, body['code']]).toEqual([422, 'refund_exceeds_balance']);
    expect(body['detail']).toBe('7990 of 12990 can still be refunded.');
  });

  it('H1: never gives back more than was taken, however many ask at once', async () => {
    const { paymentId } = await bought(product);
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => refund(paymentId, { amount: 3_000 })),
    );
    const won = replies.filter(({ status }) => status === 201);
    expect(won).toHaveLength(4);
    const lost = replies.filter(({ status }) => status !== 201);
    expect(new Set(lost.map(({ body }) => body['code']))).toEqual(
      new Set(['refund_exceeds_balance']),
    );
  });

  it('H6, H25: makes one refund of a key that is used many times at once', async () => {
    const { paymentId } = await bought(product);
    const headers = key();
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => refund(paymentId, { amount: 100 }, headers)),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(6).fill(201));
    expect(new Set(replies.map(({ body }) => body['refundId'])).size).toBe(1);
    const rows = await product.db.refund.findMany({ where: { paymentId } });
    expect(rows).toHaveLength(1);
  });

  it('refuses what was never paid, and what does not exist', async () => {
    const { paymentId } = await open(product);
    const unpaid = await refund(paymentId, {});
    expect([unpaid.status, unpaid.body['code']]).toEqual([409, 'payment_not_refundable']);
    for (const nobody of [`pay_${'0'.repeat(24)}`, 'pay_x', '%00']) {
      const { status, body } = await refund(nobody, {});
      expect([status, body['code']]).toEqual([404, 'payment_not_found']);
    }
  });

  it('refuses an amount that the currency does not have', async () => {
    const { paymentId } = await bought(product, { amount: 10_000, currency: 'kwd' });
    const { status, body } = await refund(paymentId, { amount: 1_001 });
    expect([status, body['code']]).toEqual([422, 'amount_invalid_for_currency']);
  });

  it('tries again under the same key once the balance is back', async () => {
    const { paymentId, order } = await bought(product);
    const refundId = refundIdOf(paymentId, 'key:again');
    product.temporal.end(`refund-${refundId}`); // a run that was refused left no row
    const { status } = await refund(paymentId, { amount: 1 }, { 'idempotency-key': 'again' });
    expect([status, order.amount]).toEqual([201, 12_990]);
  });
});
