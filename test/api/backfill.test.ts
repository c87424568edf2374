import { bookOf } from '../activities/saga';
import { eventually } from '../support/eventually';
import { payAt, startLossyProduct, type LossyProduct } from './lost-webhooks';
import { open } from './paying';

let product: LossyProduct;
beforeAll(async () => {
  product = await startLossyProduct();
});
afterEach(async () => {
  await product.delivered();
  expect(await product.saga.audit()).toEqual([]);
});
afterAll(() => product.stop());

const book = (bookingId: string) => bookOf(product.db, bookingId);

async function paid() {
  const booking = await open(product);
  await payAt(product, booking.intentId);
  await product.recovered();
  return { ...booking, bookingId: booking.order.bookingId };
}

/** How often an event type stands in a booking's history. */
async function times(bookingId: string, type: string): Promise<number> {
  const { types } = await book(bookingId);
  return types.filter((told) => told === type).length;
}

describe('with every webhook dropped, a backfill brings', () => {
  it('H29: the payment', async () => {
    const { order, intentId } = await open(product);
    await payAt(product, intentId);
    expect(await product.rowsOf(intentId)).toEqual([]);
    expect((await product.recovered()).recovered).toBeGreaterThan(0);
    const { booking, types } = await book(order.bookingId);
    expect(booking.status).toBe('CONFIRMED');
    expect(types.slice(2)).toEqual(['payment.completed', 'booking.confirmed']);
    for (const { source, deliveredAt } of await product.rowsOf(intentId))
      expect([source, deliveredAt]).toEqual(['backfill', expect.any(Date)]);
  });

  it('H29: a declined attempt', async () => {
    const { order, intentId } = await open(product);
    const declined = payAt(product, intentId, 'pm_card_visa_chargeDeclinedInsufficientFunds');
    await expect(declined).rejects.toMatchObject({ code: 'card_declined' });
    await product.recovered();
    const { booking, payment, transitions } = await book(order.bookingId);
    expect(booking.status).toBe('PENDING_PAYMENT');
    expect(payment).toMatchObject({ attempts: 1, lastDecline: 'insufficient_funds' });
    expect(transitions.at(-1)).toMatchObject({ type: 'payment.attempt_failed' });
  });

  it('H29: a refund made in the dashboard', async () => {
    const { bookingId, intentId } = await paid();
    await product.saga.simulate('/refunds', { payment_intent: intentId, amount: 1_000 });
    await product.recovered();
    const { booking, refunds } = await book(bookingId);
    expect(booking.status).toBe('PARTIALLY_REFUNDED');
    expect(refunds).toMatchObject([{ amountMinor: 1_000, requestedBy: 'external' }]);
  });

  it('H29: that a refund of ours has failed after its success', async () => {
    const { bookingId, paymentId } = await paid();
    const path = `/api/v1/payments/${paymentId}/refunds`;
    await product.post(path, { amount: 700 }, { 'idempotency-key': `lost-${bookingId}` });
    await product.recovered();
    const [refund] = (await book(bookingId)).refunds;
    expect(refund?.status).toBe('succeeded');
    const settle = `/refunds/${refund?.stripeRefundId}/settle`;
    await product.saga.simulate(settle, { outcome: 'failed' });
    await product.recovered();
    const { payment, refunds, flags } = await book(bookingId);
    expect(refunds).toMatchObject([{ status: 'failed', errorCode: 'expired_or_canceled_card' }]);
    expect(payment.status).toBe('completed');
    expect(flags).not.toEqual([]);
  });

  it('H29: money that came after the end', async () => {
    const { order, paymentId } = await open(product);
    const { bookingId } = order;
    await product.saga.closePayment(bookingId, { how: 'expired' });
    product.temporal.end(`booking-${bookingId}`);
    const stray = await product.saga.stripe.paymentIntents.create(
      {
        ...{ amount: 12_990, currency: 'eur', confirm: true, payment_method: 'pm_card_visa' },
        allowed_payment_method_types: ['card'],
        metadata: { bookingId, paymentId },
      },
      { idempotencyKey: `late-${bookingId}` },
    );
    await product.recovered();
    const { booking, refunds } = await book(bookingId);
    expect(booking.status).toBe('EXPIRED');
    expect(refunds).toMatchObject([{ status: 'succeeded', amountMinor: 12_990 }]);
    expect(await product.rowsOf(stray.id)).not.toEqual([]);
  });
});

describe('an event has one row and one effect', () => {
  it('H29: when it is recovered and its webhook comes after that', async () => {
    const { bookingId, intentId } = await paid();
    const signals = product.temporal.heard.signals.length;
    const told = await product.eventsOf(intentId);
    await redelivered(told.map(({ id }) => id));
    await product.delivered();
    const rows = await product.rowsOf(intentId);
    expect(new Set(rows.map(({ stripeEventId }) => stripeEventId)).size).toBe(rows.length);
    expect(rows.every(({ source }) => source === 'backfill')).toBe(true);
    expect(product.temporal.heard.signals).toHaveLength(signals);
    expect((await product.get('/metrics')).body['text']).toContain(
      'stripe_webhooks_total{type="payment_intent.succeeded",outcome="duplicate"}',
    );
    expect(await times(bookingId, 'booking.confirmed')).toBe(1);
  });

  it('H29: when its webhook is recorded while the scan is under way', async () => {
    const { order, intentId } = await open(product);
    await payAt(product, intentId);
    const [succeeded] = (await product.eventsOf(intentId)).filter(
      ({ type }) => type === 'payment_intent.succeeded',
    );
    await Promise.all([product.scan(), redelivered([succeeded!.id]), product.scan()]);
    await product.delivered();
    const rows = await product.rowsOf(intentId);
    expect(rows.filter(({ type }) => type === 'payment_intent.succeeded')).toHaveLength(1);
    expect(await times(order.bookingId, 'booking.confirmed')).toBe(1);
  });

  it('when two scans find it at once', async () => {
    const { order, intentId } = await open(product);
    await payAt(product, intentId);
    const before = await product.db.stripeEvent.count();
    const scans = await Promise.all([product.scan(), product.scan(), product.scan()]);
    const found = scans.reduce((sum, { recovered }) => sum + recovered, 0);
    expect((await product.db.stripeEvent.count()) - before).toBe(found);
    await product.delivered();
    expect(await times(order.bookingId, 'booking.confirmed')).toBe(1);
  });

  it('when it is looked for again', async () => {
    await paid();
    const { text } = (await product.get('/metrics')).body;
    const count = await product.db.stripeEvent.count({ where: { source: 'backfill' } });
    expect(text).toContain(`stripe_events_recovered ${count}\n`);
    const { read, known, foreign, recovered } = await product.scan();
    expect(recovered).toBe(0);
    expect(known + foreign).toBe(read);
  });
});

describe('what is not ours', () => {
  const intent = {
    ...{ amount: 500, currency: 'eur', confirm: true, payment_method: 'pm_card_visa' },
    allowed_payment_method_types: ['card' as const],
  };

  it('is not recorded when it names nothing of ours', async () => {
    const { id } = await product.saga.stripe.paymentIntents.create(
      { ...intent, metadata: { bookingId: 'of-another-service', paymentId: 'pay_theirs' } },
      { idempotencyKey: 'foreign' },
    );
    await product.saga.simulate('/refunds', { payment_intent: id });
    const { recovered, foreign } = await product.scan();
    expect([recovered, foreign]).toEqual([0, expect.any(Number)]);
    expect(foreign).toBeGreaterThan(0);
    expect(await product.rowsOf(id)).toEqual([]);
  });

  it('is not recorded when it is of the other mode, test or live', async () => {
    const { intentId } = await open(product);
    await payAt(product, intentId);
    const { scan } = product.backfillAt(Date.now, true);
    expect((await scan({ since: new Date(Date.now() - 3_600_000) })).recovered).toBe(0);
    expect(await product.rowsOf(intentId)).toEqual([]);
    await product.recovered();
  });

  it('is recorded when money names a booking of ours, for a person to look at', async () => {
    const { order } = await open(product);
    const { bookingId } = order;
    const metadata = { bookingId, paymentId: 'pay_of_somebody_else' };
    await product.saga.stripe.paymentIntents.create(
      { ...intent, metadata },
      { idempotencyKey: `claims-${bookingId}` },
    );
    await product.recovered();
    expect((await book(bookingId)).flags).toMatchObject([{ kind: 'foreign_money' }]);
  });
});

/** As Stripe's dashboard sends them once more, really signed; waits until they are answered. */
async function redelivered(events: string[]): Promise<void> {
  const { saga } = product;
  await saga.clearFaults();
  for (const event of events) await saga.simulate('/webhooks/redeliver', { event });
  await eventually('Stripe got an answer', async () => {
    const listed = await saga.stripe.events.list({ limit: 100, delivery_success: true });
    const ids = listed.data.map(({ id }) => id);
    return events.every((event) => ids.includes(event));
  });
  await saga.simulate('/webhooks/faults', { kind: 'drop', times: null });
}
