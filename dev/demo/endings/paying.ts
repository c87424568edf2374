import { CONFIRMED, OPENED, event, kept, type Ending } from './ending';

const A_MOMENT_MS = 700;

const paid: Ending = {
  name: 'paid',
  about: 'paid at once',
  async drive(booking, { api, customer }) {
    await customer.pay(booking, await api.create(booking));
  },
  expected: (booking) => ({ ...kept(booking), events: CONFIRMED }),
};

const declinedThenPaid: Ending = {
  name: 'declined',
  about: 'declined, then paid with another card',
  async drive(booking, { api, customer, pause }) {
    const intentId = await api.create(booking);
    await customer.pay(booking, intentId, 'pm_card_visa_chargeDeclinedInsufficientFunds');
    await pause(A_MOMENT_MS);
    await customer.pay(booking, intentId);
  },
  expected: (booking) => ({
    ...kept(booking),
    events: [
      ...OPENED,
      event('payment.attempt_failed', {
        attempt: 1,
        errorCode: 'card_declined',
        declineCode: 'insufficient_funds',
      }),
      event('payment.completed'),
      event('booking.confirmed'),
    ],
  }),
};

const authenticated: Ending = {
  name: '3ds',
  about: 'paid after 3-D Secure',
  async drive(booking, { api, customer, until }) {
    const intentId = await api.create(booking);
    await customer.pay(booking, intentId, 'pm_card_threeDSecure2Required');
    await until(booking, { payment: 'processing' });
    await customer.authenticate(booking, intentId);
  },
  expected: (booking) => ({
    ...kept(booking),
    events: [
      ...OPENED,
      event('payment.processing', { stripeStatus: 'requires_action' }),
      event('payment.completed'),
      event('booking.confirmed'),
    ],
  }),
};

const notAuthenticated: Ending = {
  name: '3ds-fails',
  about: '3-D Secure failed, then paid with another card',
  async drive(booking, { api, customer, until }) {
    const intentId = await api.create(booking);
    await customer.pay(booking, intentId, 'pm_card_threeDSecure2Required');
    await until(booking, { payment: 'processing' });
    await customer.authenticate(booking, intentId, 'fail');
    await until(booking, { payment: 'awaiting_payment' });
    await customer.pay(booking, intentId);
  },
  expected: (booking) => ({
    ...kept(booking),
    events: [
      ...OPENED,
      event('payment.processing', { stripeStatus: 'requires_action' }),
      event('payment.attempt_failed', { errorCode: 'payment_intent_authentication_failure' }),
      event('payment.completed'),
      event('booking.confirmed'),
    ],
  }),
};

const startedByTemporal: Ending = {
  name: 'temporal',
  about: 'started by a Temporal client, without HTTP',
  async drive(booking, { temporal, customer, until }) {
    await temporal.start(booking);
    const { intentId } = await until(booking, { payment: 'awaiting_payment' });
    await customer.pay(booking, intentId);
  },
  expected: (booking) => ({ ...kept(booking), events: CONFIRMED }),
};

const ownerDown: Ending = {
  name: 'owner-down',
  about: 'owner down for its first answers to confirm',
  async drive(booking, { api, customer, owner }) {
    const intentId = await api.create(booking);
    await owner.behave(booking, { down: true, times: 3 });
    await customer.pay(booking, intentId);
  },
  expected: (booking) => ({ ...kept(booking), events: CONFIRMED }),
};

const paidTwice: Ending = {
  name: 'paid-twice',
  about: 'paid once more on a second PaymentIntent',
  async drive(booking, { api, customer, until }) {
    await customer.pay(booking, await api.create(booking));
    await until(booking, { booking: 'CONFIRMED' });
    await customer.payBeside(booking);
  },
  expected: (booking) => ({
    ...kept(booking),
    strays: 1,
    events: [
      ...CONFIRMED,
      event('payment.unapplied', { reason: 'duplicate' }),
      event('payment.refund_initiated', { requestedBy: 'saga' }),
      event('payment.refunded', { fullyRefunded: true }),
    ],
  }),
};

export const paying = [
  paid,
  declinedThenPaid,
  authenticated,
  notAuthenticated,
  startedByTemporal,
  ownerDown,
  paidTwice,
];
