import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import {
  BookingPaymentError,
  overRest,
  overTemporal,
  paymentIdOf,
  refundIdOf,
  type Booking,
  type BookingPayments,
} from '@booking-payment/client';
import * as ids from '../../src/domain/ids';
import { eventually } from '../support/eventually';
import { workflowBundle } from '../support/workflow-bundle';
import { requestOf, type Order } from './rig/orders';
import { useRig } from './rigs';

jest.setTimeout(240_000);
const rig = useRig();

/** As a service has it: the environment's own client lets time go while it waits for a result. */
const temporal = () => new Client({ connection: rig().env.connection });
const byTemporal = () => overTemporal({ client: temporal(), taskQueue: rig().taskQueue });
const byRest = () => overRest({ baseUrl: rig().url });
const WAYS: [name: string, connect: () => BookingPayments, other: () => BookingPayments][] = [
  ['Temporal', byTemporal, byRest],
  ['REST', byRest, byTemporal],
];

async function paid(more: Partial<Order> = {}) {
  const order = await rig().opened(more);
  await rig().customer.pay(order.intentId);
  await rig().becomes(order.bookingId, 'CONFIRMED');
  return order;
}

it('has the same ids as the service', () => {
  expect(paymentIdOf('bk-2041')).toBe(ids.paymentIdOf('bk-2041'));
  expect(refundIdOf('pay_1', 'key:1')).toBe(ids.refundIdOf('pay_1', 'key:1'));
});

describe.each(WAYS)('over %s', (way, connect, connectOther) => {
  it('a booking is started, watched while it is paid, and refunded once per key', async () => {
    const payments = connect();
    const order = requestOf(rig().ordered());
    const { bookingId } = order;
    const started = await payments.start(order);
    expect(started).toMatchObject({ bookingId, status: 'PENDING_PAYMENT', amount: 12_990 });
    expect(started.paymentId).toBe(paymentIdOf(bookingId));
    const seen: Booking[] = [];
    const watched = (async () => {
      for await (const now of payments.watch(bookingId, { everyMs: 50 })) seen.push(now);
    })();
    await rig().customer.pay(await rig().intentOf({ ...order, paymentId: started.paymentId }));
    await watched;
    expect(seen[0]?.status).toBe('PENDING_PAYMENT');
    expect(seen.at(-1)).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'completed' });
    expect(await payments.outcome(bookingId)).toEqual(seen.at(-1));

    const refund = () => payments.refund(bookingId, { key: 'k-1', amount: 500, reason: 'late' });
    const [first, again] = [await refund(), await refund()];
    expect(again.refundId).toBe(first.refundId);
    expect(first).toMatchObject({ amount: 500, currency: 'eur', paymentId: started.paymentId });
    await rig().becomes(bookingId, 'PARTIALLY_REFUNDED');
    expect(await rig().db.refund.count({ where: { paymentId: started.paymentId } })).toBe(1);
    await expect(
      payments.refund(bookingId, { key: 'k-2', amount: 12_990, reason: 'all' }),
    ).rejects.toMatchObject({ code: 'refund_exceeds_balance', retryable: false });
  });

  it('a repeated start answers with the same booking', async () => {
    const payments = connect();
    const order = requestOf(rig().ordered());
    const [first, again] = await Promise.all([payments.start(order), payments.start(order)]);
    expect(again.paymentId).toBe(first.paymentId);
    await payments.cancel(order.bookingId);
  });

  it('a cancel closes the payment, and answers the same when it is repeated', async () => {
    const payments = connect();
    const order = requestOf(rig().ordered());
    await payments.start(order);
    const cancelled = await payments.cancel(order.bookingId, { reason: 'another date' });
    expect(cancelled).toMatchObject({ status: 'CANCELLED', paymentStatus: 'cancelled' });
    expect(await payments.cancel(order.bookingId)).toEqual(cancelled);
  });

  it('a cancel after the payment is refused, and says what to do', async () => {
    const payments = connect();
    const order = await paid();
    const refused = payments.cancel(order.bookingId);
    await expect(refused).rejects.toThrow(BookingPaymentError);
    await expect(refused).rejects.toMatchObject({
      code: 'payment_not_cancellable',
      message: expect.stringContaining('efund') as string,
    });
  });

  it('what is unknown is undefined, and a wrong order is refused by its field', async () => {
    const payments = connect();
    expect(await payments.find('nobody-knows-it')).toBeUndefined();
    const order = { ...requestOf(rig().ordered()), amount: 1.5 };
    const refused = payments.start(order).catch((error: unknown) => error);
    expect(await refused).toMatchObject({
      code: 'validation_failed',
      more: { errors: [{ path: 'amount', message: expect.stringContaining('whole') as string }] },
    });
  });

  it.each([['userId'], ['amount'], ['currency']])(
    'a bookingId that another %s has taken is refused, whichever way took it',
    async (field) => {
      const order = requestOf(rig().ordered());
      const another = { ...order, [field]: { userId: 'usr-2', amount: 1, currency: 'usd' }[field] };
      for (const taken of [connect(), connectOther()]) {
        await taken.start(order);
        await expect(connect().start(another)).rejects.toMatchObject({
          code: 'booking_exists',
          message: expect.stringContaining('another user, amount or currency') as string,
          retryable: false,
        });
      }
      expect(await connect().find(order.bookingId)).toMatchObject({ amount: 12_990 });
      await connect().cancel(order.bookingId);
      await expect(connect().start(another)).rejects.toMatchObject({ code: 'booking_exists' });
    },
  );

  it('a key that was used for another refund is refused', async () => {
    const payments = connect();
    const { bookingId, paymentId } = await paid();
    const refund = { key: 'k-1', amount: 500, reason: 'late' };
    await payments.refund(bookingId, refund);
    const others = [
      { ...refund, amount: 600 },
      { ...refund, reason: 'early' },
      { key: 'k-1', reason: 'late' },
    ];
    for (const other of others)
      await expect(payments.refund(bookingId, other)).rejects.toMatchObject({
        code: 'idempotency_key_reused',
        retryable: false,
      });
    await expect(
      connectOther().refund(bookingId, { ...refund, amount: 600 }),
    ).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    expect(await rig().db.refund.count({ where: { paymentId } })).toBe(1);
  });

  it('a key is the same refund over the other way, and order service hears of it', async () => {
    const order = await paid({
      ...{ bookingId: way === 'REST' ? '88231' : '88232', userId: '5127' },
      bindings: ['orders'],
    });
    const { bookingId, paymentId } = order;
    const refund = { key: 'seat 12/A', amount: 500, reason: ' late ' };
    const first = await connect().refund(bookingId, refund);
    const again = await connectOther().refund(bookingId, refund);
    expect(again.refundId).toBe(first.refundId);
    expect(first.refundId).toBe(refundIdOf(paymentId, `key:${refund.key}`));
    expect(await rig().db.refund.findMany({ where: { paymentId } })).toMatchObject([
      { amountMinor: 500, reason: 'late', requestedBy: 'api' },
    ]);
    expect(await rig().recordOf(order, 'payment-refund-initiated')).toMatchObject({
      eventType: 'PAYMENT_REFUND_INITIATED',
      orderId: Number(bookingId),
      refundAmount: 5,
    });
  });

  it.each([
    ['booking_unavailable', { refuseHold: true }],
    ['price_changed', { price: { amount: 13_990, currency: 'eur' } }],
  ])('%s: the owner refuses, and a repeat is told the same', async (code, behaviour) => {
    const booking = rig().ordered();
    rig().ownerTreats(booking, behaviour);
    const start = () => connect().start(requestOf(booking));
    await expect(start()).rejects.toMatchObject({ code, retryable: false });
    await expect(start()).rejects.toMatchObject({ code });
    await rig().becomes(booking.bookingId, 'CANCELLED');
  });

  it('what can never be an id is refused by its field, before anything is asked', async () => {
    const payments = connect();
    const fault = (path: string) => ({ code: 'validation_failed', more: { errors: [{ path }] } });
    const order = { userId: 'usr-1', amount: 500, currency: 'eur' };
    await expect(payments.start({ ...order, bookingId: 'a/b' })).rejects.toMatchObject(
      fault('bookingId'),
    );
    for (const key of ['', ' k', 'schlüssel', 'k'.repeat(256)])
      await expect(payments.refund('bk-1', { key, reason: 'late' })).rejects.toMatchObject(
        fault('key'),
      );
    const wrong = { key: 'k', amount: 1.5, reason: 'late' };
    await expect(payments.refund('bk-1', wrong)).rejects.toMatchObject(fault('amount'));
    await expect(payments.cancel('bk-1', { reason: ' ' })).rejects.toMatchObject(fault('reason'));
    expect(await payments.find('..')).toBeUndefined();
  });

  it('what was never started has no payment to cancel or refund', async () => {
    const payments = connect();
    const missing = { code: 'payment_not_found', retryable: false };
    await expect(payments.cancel('nobody-knows-it')).rejects.toMatchObject(missing);
    const refund = { key: 'k', reason: 'late' };
    await expect(payments.refund('nobody-knows-it', refund)).rejects.toMatchObject(missing);
    await expect(payments.outcome('nobody-knows-it')).rejects.toMatchObject({
      code: 'booking_not_found',
    });
  });

  it("a watch ends with its signal's own reason", async () => {
    const payments = connect();
    const order = requestOf(rig().ordered());
    await payments.start(order);
    const enough = new AbortController();
    const reason = new Error('enough');
    const watching = async () => {
      for await (const { status } of payments.watch(order.bookingId, { signal: enough.signal }))
        if (status === 'PENDING_PAYMENT') setTimeout(() => enough.abort(reason), 20);
    };
    await expect(watching()).rejects.toBe(reason);
    await payments.cancel(order.bookingId);
  });
});

it('over REST, the client secret comes with the answer to start, and only there', async () => {
  const payments = overRest({ baseUrl: rig().url });
  const order = requestOf(rig().ordered());
  expect((await payments.start(order)).clientSecret).toMatch(/^pi_.*_secret_/);
  expect(await payments.find(order.bookingId)).not.toHaveProperty('clientSecret');
  await payments.cancel(order.bookingId);
});

it('over REST, a service that is away for a moment is waited for', async () => {
  let tries = 0;
  const flaky: typeof fetch = (...given) => {
    tries += 1;
    return tries < 3 ? Promise.reject(new TypeError('fetch failed')) : fetch(...given);
  };
  const payments = overRest({ baseUrl: rig().url, fetch: flaky });
  expect(await payments.find('nobody-knows-it')).toBeUndefined();
  expect(tries).toBe(3);
});

it('over REST, a payment that Stripe keeps waiting may be asked for again', async () => {
  const body = { bookingId: 'bk-1', bookingStatus: 'PENDING_PAYMENT', status: 'initiating' };
  const slow = () => Promise.resolve(Response.json(body, { status: 202 }));
  const payments = overRest({ baseUrl: rig().url, fetch: slow });
  await expect(payments.start(requestOf(rig().ordered()))).rejects.toMatchObject({
    code: 'temporarily_unavailable',
    retryable: true,
  });
});

it("over REST, a gateway's own refusal is told as that, at once", async () => {
  const asked: string[] = [];
  const gateway: typeof fetch = (address) => {
    asked.push((address as URL).href);
    return Promise.resolve(new Response('<h1>Forbidden</h1>', { status: 403 }));
  };
  const payments = overRest({ baseUrl: 'https://gateway.example/payments', fetch: gateway });
  await expect(payments.find('bk-1')).rejects.toMatchObject({ code: 'http_403', retryable: false });
  expect(asked).toEqual(['https://gateway.example/payments/api/v1/bookings/bk-1']);
});

it('over REST, a token that cannot be had is no silence of the service', async () => {
  const reason = new Error('no token today');
  const payments = overRest({ baseUrl: rig().url, token: () => Promise.reject(reason) });
  await expect(payments.find('bk-1')).rejects.toBe(reason);
});

/** A client whose calls are counted. */
function counting() {
  const counts = { queries: 0, descriptions: 0 };
  const client = new Client({
    connection: rig().env.connection,
    interceptors: {
      workflow: [
        {
          query: (input, next) => ((counts.queries += 1), next(input)),
          describe: (input, next) => ((counts.descriptions += 1), next(input)),
        },
      ],
    },
  });
  return { counts, client };
}

it('over Temporal, a watch asks the workflow only when its history has grown', async () => {
  const { counts, client } = counting();
  const payments = overTemporal({ client, taskQueue: rig().taskQueue });
  const order = requestOf(rig().ordered());
  await payments.start(order);
  expect(counts.queries).toBeLessThanOrEqual(4);
  Object.assign(counts, { queries: 0, descriptions: 0 });
  const seen: Booking[] = [];
  const watched = (async () => {
    for await (const now of payments.watch(order.bookingId, { everyMs: 5 })) seen.push(now);
  })();
  await eventually('it has looked often', () => counts.descriptions >= 20, { everyMs: 5 });
  expect(counts.queries).toBe(1);
  await byTemporal().cancel(order.bookingId);
  await watched;
  expect(seen[0]?.status).toBe('PENDING_PAYMENT');
  expect(seen.at(-1)?.status).toBe('CANCELLED');
  expect(counts.queries).toBeLessThan(10);
});

it('over Temporal, a workflow that was ended from outside is told after its last state', async () => {
  const payments = byTemporal();
  const booking = rig().ordered();
  const { bookingId } = booking;
  await payments.start(requestOf(booking));
  const seen: string[] = [];
  const watched = (async () => {
    for await (const { status } of payments.watch(bookingId, { everyMs: 10 })) seen.push(status);
  })().catch((error: unknown) => error);
  await eventually('it is watched', () => seen.length > 0);
  await rig().terminate(booking);
  const interrupted = { code: 'interrupted', retryable: false };
  expect(await watched).toMatchObject(interrupted);
  expect(seen).toEqual(['PENDING_PAYMENT']);
  expect(await payments.find(bookingId)).toMatchObject({ status: 'PENDING_PAYMENT' });
  await expect(payments.start(requestOf(booking))).rejects.toMatchObject(interrupted);
  await expect(payments.cancel(bookingId)).rejects.toMatchObject(interrupted);
  await rig().caller.start(requestOf(booking)); // an operator takes it up again
  expect(await payments.cancel(bookingId)).toMatchObject({ status: 'CANCELLED' });
});

it('over Temporal, a refused order uses up its bookingId, and a mended one is told so', async () => {
  const payments = byTemporal();
  const order = requestOf(rig().ordered());
  const wrong = { ...order, customerId: 'no id' };
  for (let times = 0; times < 2; times += 1)
    await expect(payments.start(wrong)).rejects.toMatchObject({
      code: 'validation_failed',
      more: { errors: [{ path: 'customerId' }] },
    });
  await expect(payments.start(order)).rejects.toMatchObject({
    code: 'booking_exists',
    message: expect.stringContaining('refused before') as string,
  });
});

describe('over Temporal, without a worker', () => {
  const absent = { code: 'temporarily_unavailable', retryable: true };
  const alone = (name: string) => ({
    ...{ bookingId: `${rig().run}-${name}`, userId: 'usr-1', amount: 500, currency: 'eur' },
  });
  const endOf = (bookingId: string) =>
    temporal().workflow.getHandle(`booking-${bookingId}`).terminate('by a test');

  it('a start says that it waits for one, and an end from outside is told', async () => {
    const payments = overTemporal({ client: temporal(), taskQueue: 'nobody', timeoutMs: 500 });
    const order = alone('untouched');
    await expect(payments.start(order)).rejects.toMatchObject(absent);
    await expect(payments.find(order.bookingId)).rejects.toMatchObject(absent);
    await endOf(order.bookingId);
    await expect(payments.find(order.bookingId)).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('a booking that one has worked on is told as long as nothing happens to it', async () => {
    const taskQueue = `${rig().run}-short-lived`;
    const order = alone('left');
    const { bookingId, amount: amountMinor, currency } = order;
    const expiresAt = new Date(Date.now() + 365 * 24 * 3_600_000).toISOString();
    const booking = {
      ...{ bookingId, amountMinor, currency, expiresAt, attempts: 0, needsAttention: false },
      ...{
        status: 'PENDING_PAYMENT',
        paymentId: paymentIdOf(bookingId),
        paymentStatus: 'initiating',
      },
    };
    const worker = await Worker.create({
      ...{ connection: rig().env.nativeConnection, taskQueue, workflowBundle: workflowBundle() },
      activities: { openPayment: () => Promise.resolve({ booking, confirmWindowMs: 1 }) },
    });
    const payments = overTemporal({ client: temporal(), taskQueue, timeoutMs: 3_000 });
    await worker.runUntil(() => payments.start(order));
    await expect(payments.find(bookingId)).rejects.toMatchObject({
      ...absent,
      message: expect.stringContaining('No worker') as string,
    });
    await expect(payments.cancel(bookingId)).rejects.toMatchObject(absent);
    await endOf(bookingId);
    await expect(payments.find(bookingId)).rejects.toMatchObject({ code: 'interrupted' });
  });
});
