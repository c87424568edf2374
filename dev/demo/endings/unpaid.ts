import { OPENED, event, nothing, type Ending } from './ending';

const A_MOMENT_MS = 700;
const REFUSED_BY_OWNER = 'owner';

const expired: Ending = {
  name: 'expired',
  about: 'nobody paid within the window',
  needs: 'a short payment window',
  async drive(booking, { api, until, policy }) {
    await api.create(booking);
    await until(booking, { booking: 'EXPIRED' }, policy.windowMs);
  },
  expected: () =>
    nothing('EXPIRED', 'expired', [...OPENED, event('payment.expired'), event('booking.expired')]),
};

const cancelled: Ending = {
  name: 'cancelled',
  about: 'cancelled by the customer',
  async drive(booking, { api }) {
    await api.create(booking);
    await api.cancel(booking, 'changed my mind');
  },
  expected: () =>
    nothing('CANCELLED', 'cancelled', [
      ...OPENED,
      event('payment.cancelled', { cancelledBy: 'customer' }),
      event('booking.cancelled', { reason: 'customer' }),
    ]),
};

const attemptsUsedUp: Ending = {
  name: 'declined-out',
  about: 'declined until no attempt was left',
  needs: 'few attempts',
  async drive(booking, { api, customer, pause, policy }) {
    const intentId = await api.create(booking);
    for (let attempt = 1; attempt <= policy.attempts; attempt += 1) {
      await customer.pay(booking, intentId, 'pm_card_visa_chargeDeclined');
      await pause(A_MOMENT_MS);
    }
  },
  expected: (_booking, { policy }) =>
    nothing('CANCELLED', 'failed', [
      ...OPENED,
      ...Array.from({ length: policy.attempts - 1 }, (_, index) =>
        event('payment.attempt_failed', { attempt: index + 1 }),
      ),
      event('payment.failed', { attempts: policy.attempts }),
      event('booking.cancelled', { reason: 'payment_failed' }),
    ]),
};

const noPlace: Ending = {
  name: 'no-place',
  about: 'hold refused by the owner',
  async drive(booking, { api, owner }) {
    await owner.behave(booking, { refuseHold: true });
    await api.createRefused(booking, 'booking_unavailable');
  },
  expected: () =>
    nothing('CANCELLED', 'cancelled', [
      event('booking.pending_payment'),
      event('payment.cancelled', { cancelledBy: REFUSED_BY_OWNER, reason: 'unavailable' }),
      event('booking.cancelled', { reason: 'unavailable' }),
    ]),
};

const otherPrice: Ending = {
  name: 'other-price',
  about: 'owner asks another price',
  async drive(booking, { api, owner }) {
    const { amountMinor, currency } = booking.price;
    await owner.behave(booking, { price: { amount: amountMinor + 100, currency } });
    await api.createRefused(booking, 'price_changed');
  },
  expected: () =>
    nothing('CANCELLED', 'cancelled', [
      event('booking.pending_payment'),
      event('payment.cancelled', { cancelledBy: REFUSED_BY_OWNER, reason: 'price_changed' }),
      event('booking.cancelled', { reason: 'price_changed' }),
    ]),
};

const late: Ending = {
  name: 'late',
  about: 'expired, then paid on a PaymentIntent made elsewhere',
  needs: 'a short payment window',
  async drive(booking, { api, customer, until, policy }) {
    await api.create(booking);
    await until(booking, { booking: 'EXPIRED' }, policy.windowMs);
    await customer.payBeside(booking);
  },
  expected: () => ({
    ...nothing('EXPIRED', 'expired', [
      ...OPENED,
      event('payment.expired'),
      event('booking.expired'),
      event('payment.unapplied', { reason: 'late' }),
      event('payment.refund_initiated', { requestedBy: 'saga' }),
      event('payment.refunded', { fullyRefunded: true }),
    ]),
    strays: 1,
  }),
};

export const unpaid = [expired, cancelled, attemptsUsedUp, noPlace, otherPrice, late];
