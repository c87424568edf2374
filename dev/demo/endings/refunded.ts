import { CONFIRMED, REFUNDED, event, refundOf, type Ending } from './ending';

const whole: Ending = {
  name: 'refunded',
  about: 'refunded whole',
  async drive(booking, { api, customer, until }) {
    await customer.pay(booking, await api.create(booking));
    await until(booking, { booking: 'CONFIRMED' });
    await api.refund(booking, 'whole');
  },
  expected: () => ({ ...REFUNDED, events: [...CONFIRMED, ...refundOf(true, 'api')] }),
};

const inTwoParts: Ending = {
  name: 'two-refunds',
  about: 'refunded in two parts',
  async drive(booking, { api, customer, until }) {
    await customer.pay(booking, await api.create(booking));
    await until(booking, { booking: 'CONFIRMED' });
    await api.refund(booking, 'first', 40);
    await until(booking, { booking: 'PARTIALLY_REFUNDED' });
    await api.refund(booking, 'second');
  },
  expected: () => ({
    ...REFUNDED,
    events: [...CONFIRMED, ...refundOf(false, 'api'), ...refundOf(true, 'api')],
  }),
};

const inPart: Ending = {
  name: 'part-refund',
  about: 'refunded in part',
  async drive(booking, { api, customer, until }) {
    await customer.pay(booking, await api.create(booking), 'pm_card_pendingRefund');
    await until(booking, { booking: 'CONFIRMED' });
    await api.refund(booking, 'part', 40);
  },
  expected: ({ price }) => ({
    bookingStatus: 'PARTIALLY_REFUNDED',
    paymentStatus: 'partially_refunded',
    keptMinor: price.amountMinor - 40,
    place: 'confirmed',
    events: [...CONFIRMED, ...refundOf(false, 'api')],
  }),
};

const atStripe: Ending = {
  name: 'dashboard',
  about: "refunded in Stripe's dashboard",
  async drive(booking, { api, customer, until }) {
    const intentId = await api.create(booking);
    await customer.pay(booking, intentId);
    await until(booking, { booking: 'CONFIRMED' });
    await customer.refundInDashboard(booking, intentId);
  },
  expected: () => ({ ...REFUNDED, events: [...CONFIRMED, ...refundOf(true, 'external')] }),
};

const failsLater: Ending = {
  name: 'refund-fails',
  about: 'refund that Stripe reports as failed later',
  async drive(booking, { api, customer, until }) {
    const intentId = await api.create(booking);
    await customer.pay(booking, intentId, 'pm_card_pendingRefund');
    await until(booking, { booking: 'CONFIRMED' });
    await Promise.all([api.refund(booking, 'whole'), customer.failRefund(booking, intentId)]);
  },
  expected: ({ price }) => ({
    bookingStatus: 'CONFIRMED',
    paymentStatus: 'completed',
    keptMinor: price.amountMinor,
    place: 'confirmed',
    flags: ['refund_failed'],
    events: [
      ...CONFIRMED,
      event('payment.refund_initiated', { requestedBy: 'api' }),
      event('payment.refund_failed'),
    ],
  }),
};

const failsAfterSuccess: Ending = {
  name: 'refund-returns',
  about: 'refund that succeeded and failed after that',
  async drive(booking, { api, customer, until }) {
    const intentId = await api.create(booking);
    await customer.pay(booking, intentId);
    await until(booking, { booking: 'CONFIRMED' });
    await api.refund(booking, 'whole');
    await until(booking, { booking: 'REFUNDED' });
    await customer.failRefund(booking, intentId);
  },
  // The booking stays REFUNDED and the money is back: a flag says so until a person has acted.
  expected: ({ price }) => ({
    bookingStatus: 'REFUNDED',
    paymentStatus: 'completed',
    keptMinor: price.amountMinor,
    place: 'confirmed',
    flags: ['refund_failed'],
    events: [...CONFIRMED, ...refundOf(true, 'api'), event('payment.refund_failed')],
  }),
};

export const refunded = [whole, inTwoParts, inPart, atStripe, failsLater, failsAfterSuccess];
