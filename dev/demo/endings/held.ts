import { OPENED, event, kept, nothing, type Ending } from './ending';

const HELD = [...OPENED, event('payment.authorized')] as const;
const CAPTURED = [...HELD, event('payment.completed'), event('booking.confirmed')] as const;
const order = { captureMethod: 'manual' } as const;

const voided = (cancelledBy: string, reason: string) =>
  nothing('CANCELLED', 'cancelled', [
    ...HELD,
    event('payment.cancelled', { cancelledBy }),
    event('booking.cancelled', { reason }),
  ]);

const captured: Ending = {
  name: 'held',
  about: 'authorised, confirmed, then captured',
  order,
  async drive(booking, { api, customer }) {
    await customer.pay(booking, await api.create(booking));
  },
  expected: (booking) => ({ ...kept(booking), events: CAPTURED }),
};

const unheard: Ending = {
  name: 'held-unheard',
  about: 'authorised, and every webhook lost: found at the deadline',
  needs: 'a short payment window',
  order,
  async drive(booking, { api, customer, bank, until, policy }) {
    await bank.loseWebhooks(booking);
    await customer.pay(booking, await api.create(booking));
    await until(booking, { booking: 'CONFIRMED' }, policy.windowMs);
  },
  expected: (booking) => ({ ...kept(booking), events: CAPTURED }),
};

const refused: Ending = {
  name: 'held-refused',
  about: 'authorised, confirmation refused by the owner: voided',
  order,
  async drive(booking, { api, customer, owner }) {
    const intentId = await api.create(booking);
    await owner.behave(booking, { refuseConfirm: true });
    await customer.pay(booking, intentId);
  },
  expected: () => voided('owner', 'unavailable'),
};

const confirmedByNobody: Ending = {
  name: 'held-timeout',
  about: 'authorised, and the owner down until the time to confirm was over: voided',
  needs: 'a short confirm window',
  order,
  async drive(booking, { api, customer, owner, until, policy }) {
    const intentId = await api.create(booking);
    await owner.behave(booking, { down: true });
    await customer.pay(booking, intentId);
    await until(booking, { booking: 'CANCELLED' }, policy.confirmMs);
    await owner.behave(booking, {});
  },
  expected: () => voided('owner', 'unavailable'),
};

const lapsed: Ending = {
  name: 'held-lapsed',
  about: 'authorised, and lapsed while the owner was down',
  order,
  async drive(booking, { api, customer, owner, bank, until }) {
    const intentId = await api.create(booking);
    await owner.behave(booking, { down: true });
    await customer.pay(booking, intentId);
    await until(booking, { payment: 'authorized' });
    await bank.lapse(booking, intentId);
    await until(booking, { booking: 'CANCELLED' });
    await owner.behave(booking, {});
  },
  expected: () => voided('provider', 'provider'),
};

const cancelled: Ending = {
  name: 'held-cancelled',
  about: 'authorised, and cancelled by the customer before the owner answered',
  order,
  async drive(booking, { api, customer, owner, until }) {
    const intentId = await api.create(booking);
    await owner.behave(booking, { down: true });
    await customer.pay(booking, intentId);
    await until(booking, { payment: 'authorized' });
    await api.cancel(booking, 'changed my mind');
    await owner.behave(booking, {});
  },
  expected: () => voided('customer', 'customer'),
};

const otherAmount: Ending = {
  name: 'held-mismatch',
  about: 'another amount authorised than the booking costs: voided',
  order,
  async drive(booking, { api, customer }) {
    const intentId = await api.create(booking);
    await customer.changeAmount(booking, intentId, booking.price.amountMinor - 10);
    await customer.pay(booking, intentId);
  },
  expected: () => ({
    ...nothing('CANCELLED', 'cancelled', [
      ...OPENED,
      event('payment.cancelled', { cancelledBy: 'provider' }),
      event('booking.cancelled', { reason: 'provider' }),
    ]),
    flags: ['amount_mismatch'],
  }),
};

export const held = [
  ...[captured, unheard, refused, confirmedByNobody],
  ...[lapsed, cancelled, otherAmount],
];
