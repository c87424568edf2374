import { OPENED, event, refundOf, type Ending } from './ending';

const GIVEN_BACK = {
  bookingStatus: 'REFUNDED',
  paymentStatus: 'refunded',
  keptMinor: 0,
  place: 'released',
} as const;

const UNCONFIRMED = [
  ...OPENED,
  event('payment.completed'),
  event('booking.refund_pending', { reason: 'unavailable' }),
] as const;

const confirmationRefused: Ending = {
  name: 'refused',
  about: 'paid, confirmation refused by the owner',
  async drive(booking, { api, customer, owner }) {
    const intentId = await api.create(booking);
    await owner.behave(booking, { refuseConfirm: true });
    await customer.pay(booking, intentId);
  },
  expected: () => ({ ...GIVEN_BACK, events: [...UNCONFIRMED, ...refundOf(true, 'saga')] }),
};

const refusedAndStuck: Ending = {
  name: 'refund-stuck',
  about: 'confirmation refused, and the refund fails',
  async drive(booking, { api, customer, owner }) {
    const intentId = await api.create(booking);
    await owner.behave(booking, { refuseConfirm: true });
    await customer.pay(booking, intentId, 'pm_card_pendingRefund');
    await customer.failRefund(booking, intentId);
  },
  expected: ({ price }) => ({
    bookingStatus: 'REFUND_FAILED',
    paymentStatus: 'completed',
    keptMinor: price.amountMinor,
    place: 'released',
    flags: ['refund_failed'],
    events: [
      ...UNCONFIRMED,
      event('payment.refund_initiated', { requestedBy: 'saga' }),
      event('payment.refund_failed'),
      event('booking.refund_failed'),
    ],
  }),
};

const otherAmount: Ending = {
  name: 'mismatch',
  about: 'another amount paid than the booking costs',
  async drive(booking, { api, customer }) {
    const intentId = await api.create(booking);
    await customer.changeAmount(booking, intentId, booking.price.amountMinor - 10);
    await customer.pay(booking, intentId);
  },
  expected: ({ price }) => ({
    ...GIVEN_BACK,
    flags: ['amount_mismatch'],
    events: [
      ...OPENED,
      event('payment.unapplied', {
        reason: 'amount_mismatch',
        receivedMinor: price.amountMinor - 10,
      }),
      event('booking.refund_pending', { reason: 'amount_mismatch' }),
      ...refundOf(true, 'saga'),
    ],
  }),
};

const confirmedByNobody: Ending = {
  name: 'confirm-timeout',
  about: 'paid, and the owner down until the time to confirm was over',
  needs: 'a short confirm window',
  async drive(booking, { api, customer, owner, until, policy }) {
    const intentId = await api.create(booking);
    await owner.behave(booking, { down: true });
    await customer.pay(booking, intentId);
    await until(booking, { booking: 'REFUNDED' }, policy.confirmMs);
    await owner.behave(booking, {});
  },
  expected: () => ({
    ...GIVEN_BACK,
    events: [
      ...OPENED,
      event('payment.completed'),
      event('booking.refund_pending', { reason: 'confirm_timeout' }),
      ...refundOf(true, 'saga'),
    ],
  }),
};

export const compensated = [confirmationRefused, refusedAndStuck, otherAmount, confirmedByNobody];
