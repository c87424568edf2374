import { OPENED, event, nothing, type Ending } from './ending';

/** Ended without money, by somebody else than the customer or the clock. */
const endedBy = (cancelledBy: string) =>
  nothing('CANCELLED', 'cancelled', [
    ...OPENED,
    event('payment.cancelled', { cancelledBy }),
    event('booking.cancelled', { reason: cancelledBy }),
  ]);

const byOperator: Ending = {
  name: 'operator-cancel',
  about: 'cancelled by an operator',
  async drive(booking, { api, temporal }) {
    await api.create(booking);
    const reason = 'demo: the trip does not take place';
    await temporal.order(booking, 'cancelBooking', { cancelledBy: 'operator', reason });
  },
  expected: () => endedBy('operator'),
};

const atStripe: Ending = {
  name: 'dashboard-cancel',
  about: "cancelled in Stripe's dashboard",
  async drive(booking, { api, customer }) {
    await customer.cancelInDashboard(booking, await api.create(booking));
  },
  expected: () => endedBy('provider'),
};

const refusedByStripe: Ending = {
  name: 'stripe-refuses',
  about: 'less than Stripe takes',
  price: { amountMinor: 10, currency: 'eur' },
  async drive(booking, { api }) {
    await api.createRefused(booking, 'payment_rejected');
  },
  expected: () =>
    nothing('CANCELLED', 'failed', [
      event('booking.pending_payment'),
      event('payment.failed', { errorCode: 'amount_too_small' }),
      event('booking.cancelled', { reason: 'payment_failed' }),
    ]),
};

export const closed = [byOperator, atStripe, refusedByStripe];
