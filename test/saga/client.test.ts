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
import { requestOf } from './rig/orders';
import { useRig } from './rigs';

jest.setTimeout(240_000);
const rig = useRig();

const WAYS: [name: string, connect: () => BookingPayments][] = [
  ['Temporal', () => overTemporal({ client: rig().env.client, taskQueue: rig().taskQueue })],
  ['REST', () => overRest({ baseUrl: rig().url })],
];

it('has the same ids as the service', () => {
  expect(paymentIdOf('bk-2041')).toBe(ids.paymentIdOf('bk-2041'));
  expect(refundIdOf('pay_1', 'command:1')).toBe(ids.refundIdOf('pay_1', 'command:1'));
});

describe.each(WAYS)('over %s', (_, connect) => {
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
    const order = await rig().opened();
    await rig().customer.pay(order.intentId);
    await rig().becomes(order.bookingId, 'CONFIRMED');
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
