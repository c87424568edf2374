import { randomUUID } from 'node:crypto';
import { paymentIdOf, refundIdOf } from '../../src/domain/ids';
import type { BookingRequest } from '../../src/domain/booking';
import { bookOf } from '../activities/saga';
import { useDesk } from './desk';
import { eventually } from '../support/eventually';

jest.setTimeout(90_000);

const desk = useDesk();

const COMMAND = 'payment-refund-initiated';
const DEAD = 'payment-events-dlq';
let last = 88_000;

/** An order that is paid and confirmed, as order-service knows it. */
async function paidOrder(more: Partial<BookingRequest> = {}) {
  const orderId = (last += 1);
  const bookingId = String(orderId);
  const request = {
    ...{ bookingId, userId: '5127', amount: 4250, currency: 'usd', bindings: ['orders'] },
    ...more,
  };
  const { bookings } = desk().temporal.ports;
  await bookings.start(request);
  await desk().temporal.idle();
  await bookings.confirm(`booking-${bookingId}`, { paymentMethodId: 'pm_card_visa' }, 'pay');
  await desk().temporal.idle();
  const { payment } = await bookOf(desk().db, bookingId);
  return { orderId, bookingId, paymentId: payment.paymentNumber };
}

type Order = Awaited<ReturnType<typeof paidOrder>>;

/** As a Java service writes it: what is absent is `null`. */
function command({ orderId, paymentId }: Order, more: object = {}) {
  return {
    eventId: randomUUID(),
    eventType: 'PAYMENT_REFUND_INITIATED',
    timestamp: '2026-03-04T09:15:30.120',
    source: 'order-service',
    paymentId,
    orderId,
    userId: null,
    amount: null,
    refundAmount: null,
    currency: null,
    status: null,
    refundReason: null,
    ...more,
  };
}

const refundsOf = async ({ bookingId }: Order) =>
  (await bookOf(desk().db, bookingId)).refunds.map(
    ({ amountMinor, status, reason, requestedBy }) => ({
      ...{ amountMinor, status, reason, requestedBy },
    }),
  );

async function refunded(order: Order, count = 1) {
  await eventually(`${count} refunds of ${order.orderId}`, async () => {
    const all = await refundsOf(order);
    return all.length >= count && all.every(({ status }) => status === 'succeeded');
  });
  return refundsOf(order);
}

async function deadAfter(value: object | string, headers: Record<string, string> = {}) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  await desk().send(COMMAND, value, { headers });
  const [letter] = await desk().hears(DEAD, (record) => record.value === text);
  return letter!.headers;
}

/** A marker behind which everything of the same key has been dealt with. */
async function passedOver<T extends { orderId: number }>(
  value: T,
  headers: Record<string, string> = {},
) {
  const marker = `{${randomUUID()}`;
  await desk().send(COMMAND, value, { headers });
  await desk().send(COMMAND, marker, { key: String(value.orderId) });
  await desk().hears(DEAD, (record) => record.value === marker);
  expect(desk().on(DEAD, (record) => record.value === JSON.stringify(value))).toEqual([]);
}

describe('order service’s refund', () => {
  it.each([
    ['without an amount', {}, 4250],
    ['of the whole price', { amount: 42.5 }, 4250],
    ['of a part, by refundAmount', { amount: 42.5, refundAmount: 10.1 }, 1010],
    ['of a part, by amount', { amount: 0.07 }, 7],
    ['in the payment’s currency', { refundAmount: 1.15, currency: 'USD' }, 115],
  ])('%s gives back what it means', async (_what, wish, amountMinor) => {
    const order = await paidOrder();
    const wanted = command(order, { ...wish, cancelReason: 'kitchen closed' });
    await desk().send(COMMAND, wanted);
    expect(await refunded(order)).toEqual([
      { amountMinor, status: 'succeeded', reason: 'kitchen closed', requestedBy: 'command' },
    ]);
    const { refunds } = await bookOf(desk().db, order.bookingId);
    const paymentId = paymentIdOf(order.bookingId);
    expect(refunds[0]!.refundId).toBe(refundIdOf(paymentId, `command:${wanted.eventId}`));
  });

  it('of yen has no decimals', async () => {
    const order = await paidOrder({ currency: 'jpy', amount: 5000 });
    await desk().send(COMMAND, command(order, { refundAmount: 1200 }));
    expect((await refunded(order))[0]).toMatchObject({ amountMinor: 1200 });
  });

  it('of the whole price gives back what is left after a partial one', async () => {
    const order = await paidOrder();
    await desk().send(COMMAND, command(order, { refundAmount: 12.5 }));
    await refunded(order);
    await desk().send(COMMAND, command(order, { amount: 42.5 }));
    const all = await refunded(order, 2);
    expect(all.map(({ amountMinor }) => amountMinor).sort()).toEqual([1250, 3000]);
  });

  it('H6: five times is one refund; two of the same content are two', async () => {
    const order = await paidOrder();
    const one = command(order, { refundAmount: 10 });
    await Promise.all(Array.from({ length: 5 }, () => desk().send(COMMAND, one)));
    await refunded(order);
    await desk().send(COMMAND, { ...one, eventId: randomUUID() });
    await refunded(order, 2);
    await passedOver(one);
    expect(await refundsOf(order)).toHaveLength(2);
  });

  it('without an eventId is one per payment', async () => {
    const order = await paidOrder();
    const { eventId: _, ...one } = command(order, { refundAmount: 10 });
    await desk().send(COMMAND, one);
    await refunded(order);
    await passedOver({ ...one, eventId: null });
    expect(await refundsOf(order)).toHaveLength(1);
  });

  describe.each([
    ['with the same eventId', {}, /^eventId: It was used for a refund of 5\.00 USD \(succeeded\)/],
    ['without an eventId', { eventId: null }, /^eventId: Missing, .* a refund of 5\.00 USD/],
  ])('%s', (_what, id, why) => {
    it.each([
      ['of another part', { refundAmount: 3 }],
      ['of a greater part', { refundAmount: 10 }],
      ['of all that is left', { refundAmount: null }],
      ['of the price', { refundAmount: null, amount: 42.5 }],
    ])('a second one %s is not done, and not passed over', async (_part, changed) => {
      const order = await paidOrder();
      const one = command(order, { refundAmount: 5, ...id });
      await desk().send(COMMAND, one);
      await refunded(order);
      const letter = await deadAfter({ ...one, ...changed });
      expect(letter['dlq-reason']).toBe('refused');
      expect(letter['dlq-error-message']).toMatch(why);
      expect((await refundsOf(order)).map(({ amountMinor }) => amountMinor)).toEqual([500]);
    });
  });

  it('for another reason is another one, unless its eventId says that it is the same', async () => {
    const order = await paidOrder();
    const one = command(order, { refundAmount: 5, refundReason: 'cold soup' });
    await desk().send(COMMAND, one);
    await refunded(order);
    await passedOver({ ...one, refundReason: 'the soup was cold' });
    const unnamed = { ...one, eventId: null };
    await desk().send(COMMAND, unnamed);
    await refunded(order, 2);
    await passedOver(unnamed);
    const letter = await deadAfter({ ...unnamed, refundReason: 'no spoon' });
    expect(letter['dlq-error-message']).toMatch(/^eventId: Missing/);
    expect(await refundsOf(order)).toHaveLength(2);
  });

  it('of all that is left is itself once nothing is left', async () => {
    const order = await paidOrder();
    await desk().send(COMMAND, command(order, { refundAmount: 12.5 }));
    await refunded(order);
    const rest = command(order, { eventId: null });
    await desk().send(COMMAND, rest);
    await refunded(order, 2);
    await passedOver(rest);
    await passedOver({ ...rest, cancelReason: 'whatever the reason' });
    expect(await refundsOf(order)).toHaveLength(2);
  });

  it('is begun once, though its process dies before the record is done', async () => {
    const order = await paidOrder();
    const { refunds } = desk().deps;
    let deaths = 0;
    await desk().takeOver({
      refunds: {
        ...refunds,
        start: async (...given) => {
          const started = await refunds.start(...given);
          if ((deaths += 1) < 3) throw new Error('died after the effect');
          return started;
        },
      },
    });
    await desk().send(COMMAND, command(order));
    expect(await refunded(order)).toHaveLength(1);
    expect(deaths).toBeGreaterThan(0);
    await desk().takeOver();
  });

  it('waits while Temporal is down', async () => {
    const order = await paidOrder();
    desk().temporal.mood.down = true;
    await desk().send(COMMAND, command(order));
    await new Promise((resolve) => setTimeout(resolve, 300));
    desk().temporal.mood.down = false;
    expect(await refunded(order)).toHaveLength(1);
  });
});

describe('our own announcement on the same topic', () => {
  it('is known by its source', async () => {
    const order = await paidOrder();
    await passedOver(command(order), { ce_source: '/payment-service' });
    expect(await refundsOf(order)).toEqual([]);
  });

  it('is known by its eventId, without its headers', async () => {
    const order = await paidOrder();
    const { transitions } = await bookOf(desk().db, order.bookingId);
    await passedOver(command(order, { eventId: transitions[0]!.id }));
    expect(await refundsOf(order)).toEqual([]);
  });

  it('is not known by what the body calls its source', async () => {
    const order = await paidOrder();
    await desk().send(COMMAND, command(order, { source: 'payment-service' }));
    expect(await refunded(order)).toHaveLength(1);
  });
});

describe('a refund that cannot be', () => {
  it.each([
    [
      'more than was paid',
      { refundAmount: 42.51 },
      /^refund_exceeds_balance: 42\.50 USD of 42\.50 USD can still be refunded\. Send at most that$/,
    ],
    ['half a cent', { refundAmount: 10.005 }, /^refundAmount: /],
    ['in another currency', { currency: 'eur', refundAmount: 1 }, /^currency: /],
    ['of another order', { orderId: 1 }, /^paymentId, orderId: /],
    ['of a payment that is not', { paymentId: 9_007_199_254_740_991 }, /^paymentId, orderId: /],
  ])('%s: dead letter, refused', async (_what, wrong, why) => {
    const order = await paidOrder();
    const letter = await deadAfter(command(order, wrong));
    expect(letter['dlq-reason']).toBe('refused');
    expect(letter['dlq-error-message']).toMatch(why);
    expect(await refundsOf(order)).toEqual([]);
  });

  it('for it is more than is left, or nothing is: the letter says what is', async () => {
    const order = await paidOrder();
    await desk().send(COMMAND, command(order, { refundAmount: 30 }));
    await refunded(order);
    const greedy = await deadAfter(command(order, { refundAmount: 12.51 }));
    expect(greedy['dlq-error-message']).toContain('12.50 USD of 42.50 USD can still be refunded');
    await desk().send(COMMAND, command(order));
    await refunded(order, 2);
    const late = await deadAfter(command(order));
    expect(late['dlq-error-message']).toContain('Nothing of 42.50 USD is left');
  });

  it('of what was not paid yet: refused, and made by a replay once it was', async () => {
    const orderId = (last += 1);
    const bookingId = String(orderId);
    const request = { bookingId, userId: '1', amount: 100, currency: 'usd', bindings: ['orders'] };
    const { bookings } = desk().temporal.ports;
    await bookings.start(request);
    await desk().temporal.idle();
    const { payment } = await bookOf(desk().db, bookingId);
    const order = { orderId, bookingId, paymentId: payment.paymentNumber };
    const wanted = command(order);
    expect((await deadAfter(wanted))['dlq-error-message']).toMatch(
      /^payment_not_refundable: Nothing can be refunded yet: .* Once it is paid and confirmed, replay/,
    );
    await bookings.confirm(`booking-${bookingId}`, { paymentMethodId: 'pm_card_visa' }, 'pay');
    await desk().temporal.idle();
    await desk().send(COMMAND, wanted);
    expect(await refunded(order)).toHaveLength(1);
  });

  it.each([
    ['no paymentId', { paymentId: null }, 'schema'],
    ['an orderId in words', { orderId: 'ord-1' }, 'schema'],
    ['a negative amount', { refundAmount: -1 }, 'schema'],
    ['an amount in words', { amount: '42.50' }, 'schema'],
    ['another type', { eventType: 'PAYMENT_COMPLETED' }, 'unknown-type'],
    ['another version', { version: '2.0' }, 'unknown-type'],
    ['a version in another spelling', { version: 1 }, 'schema'],
  ])('%s: dead letter', async (_what, wrong, reason) => {
    const order = await paidOrder();
    expect((await deadAfter(command(order, wrong)))['dlq-reason']).toBe(reason);
    expect(await refundsOf(order)).toEqual([]);
  });
});
