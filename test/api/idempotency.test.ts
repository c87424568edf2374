import { ABANDONED_AFTER_MS } from '../../src/db/idempotent-requests';
import { bookingRequest } from '../activities/saga';
import { bought } from './paying';
import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());
afterEach(() => {
  Object.assign(product.temporal.mood, { down: false, asleep: false, slowMs: 0 });
});

const create = (body: object, key?: string) =>
  product.post('/api/v1/payments', body, key === undefined ? {} : { 'idempotency-key': key });

describe('Idempotency-Key', () => {
  it('gives a repeat the first answer, with the secret read anew', async () => {
    const order = bookingRequest();
    const first = await create(order, 'a');
    const second = await create(order, 'a');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect([second.status, second.body]).toEqual([201, first.body]);
  });

  it('gives a repeat the first refusal too', async () => {
    const order = bookingRequest();
    await create(order);
    const other = { ...order, amount: 1_000 };
    for (const _ of [1, 2]) {
      const { status, body } = await create(other, 'refused');
      expect([status, body['code']]).toEqual([409, 'booking_exists']);
    }
  });

  it('takes the same fields in another order for the same body', async () => {
    const order = bookingRequest({ metadata: { a: '1', b: '2' } });
    await create(order, 'order');
    const turned = Object.fromEntries(Object.entries(order).reverse());
    expect((await create({ ...turned, metadata: { b: '2', a: '1' } }, 'order')).status).toBe(201);
  });

  it('refuses the key with another body', async () => {
    await create(bookingRequest(), 'b');
    const { status, body } = await create(bookingRequest(), 'b');
    expect([status, body['code']]).toEqual([422, 'idempotency_key_reused']);
  });

  it('H25: lets simultaneous repeats wait for the first, and gives them its result', async () => {
    product.temporal.mood.slowMs = 300;
    const order = bookingRequest();
    const replies = await Promise.all(Array.from({ length: 6 }, () => create(order, 'c')));
    expect(replies.map(({ status }) => status)).toEqual(Array(6).fill(201));
    const replayed = replies.filter(({ headers }) => headers.get('idempotency-replayed'));
    expect(replayed).toHaveLength(5);
  });

  it('answers 409 at worst when the first takes too long', async () => {
    const scope = 'anyone POST /api/v1/payments';
    const order = bookingRequest();
    await create(order, 'd');
    const row = await product.db.idempotentRequest.findFirstOrThrow({ where: { key: 'd' } });
    expect(row.scope).toBe(scope);
    await product.db.idempotentRequest.create({
      data: { ...row, key: 'e', status: null, body: {} },
    });
    const { status, body } = await create(order, 'e');
    expect([status, body['code']]).toEqual([409, 'request_in_progress']);
  });

  it('takes over from a process that died', async () => {
    const order = bookingRequest();
    await create(order, 'f');
    const row = await product.db.idempotentRequest.findFirstOrThrow({ where: { key: 'f' } });
    const createdAt = new Date(Date.now() - ABANDONED_AFTER_MS - 1_000);
    await product.db.idempotentRequest.create({
      data: { ...row, key: 'g', status: null, body: {}, createdAt },
    });
    expect((await create(order, 'g')).status).toBe(200);
  });

  it('keeps no failure of ours, and no "not yet"', async () => {
    const order = bookingRequest();
    product.temporal.mood.down = true;
    expect((await create(order, 'h')).status).toBe(503);
    product.temporal.mood.down = false;
    expect((await create(order, 'h')).status).toBe(201);
  });

  it('belongs to one address: the same key on another payment is another refund', async () => {
    const [one, two] = [await bought(product), await bought(product)];
    const replies = await Promise.all(
      [one, two].map(({ paymentId }) =>
        product.post(
          `/api/v1/payments/${paymentId}/refunds`,
          { amount: 100 },
          { 'idempotency-key': 'same' },
        ),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(replies.map(({ body }) => body['refundId'])).size).toBe(2);
  });

  it('does not let an alias change what a key stands for', async () => {
    const { paymentId } = await bought(product);
    const headers = { 'idempotency-key': 'x' };
    await product.post(`/api/v1/payments/${paymentId}/refunds`, { amount: 100 }, headers);
    const { status } = await product.post(
      `/api/v1/payments/${paymentId}/refund`,
      { amount: 200 },
      headers,
    );
    expect(status).toBe(422);
  });

  it('has 255 characters at most', async () => {
    expect((await create(bookingRequest(), 'k'.repeat(255))).status).toBe(201);
    const { status, body } = await create(bookingRequest(), 'k'.repeat(256));
    expect([status, body['code']]).toEqual([400, 'validation_failed']);
  });

  it('never stores a client secret', async () => {
    const rows = await product.db.idempotentRequest.findMany();
    expect(rows.length).toBeGreaterThan(5);
    expect(JSON.stringify(rows)).not.toContain('_secret_');
  });
});
