import type { DemoBooking } from '../booking';
import type { Stage } from '../stage/stage';
import { CONFIRMED, OPENED, REFUNDED, event, refundOf, type Ending } from './ending';

const PENDING_FIRST = 'pm_card_pendingRefund';

/** A goodwill refund that fails, and then what a person does about it. */
const FAILED = [
  ...CONFIRMED,
  event('payment.refund_initiated', { requestedBy: 'api' }),
  event('payment.refund_failed'),
] as const;
const RETURNED = [event('payment.refunded', { fullyRefunded: true }), event('booking.refunded')];

/** Shorter than the simulator takes to settle a refund by itself. */
const PENDING_MS = 2_000;

/** A refund of all of it that the bank sends back; its id. */
async function failed(
  booking: DemoBooking,
  { api, customer }: Stage,
  intentId: string,
  afterMs = 0,
): Promise<string> {
  const [refundId] = await Promise.all([
    api.refund(booking, 'whole'),
    customer.failRefund(booking, intentId, afterMs),
  ]);
  return refundId;
}

const byHand: Ending = {
  name: 'refund-by-hand',
  about: 'refund pending, then failed, then paid back by hand',
  async drive(booking, stage) {
    const { api, customer, temporal, until } = stage;
    const intentId = await api.create(booking);
    await customer.pay(booking, intentId, PENDING_FIRST);
    await until(booking, { booking: 'CONFIRMED' });
    const refundId = await failed(booking, stage, intentId, PENDING_MS);
    await until(booking, { refund: 'failed' });
    await temporal.settle(booking, 'markRefundedManually', refundId);
  },
  expected: ({ price }) => ({
    ...REFUNDED,
    keptMinor: price.amountMinor, // by Stripe: the customer has it from elsewhere
    events: [
      ...FAILED,
      event('payment.refunded', { fullyRefunded: true, manual: true }),
      event('booking.refunded'),
    ],
  }),
};

const retried: Ending = {
  name: 'refund-retried',
  about: 'refund failed, then retried by an operator',
  async drive(booking, stage) {
    const { api, customer, temporal, until } = stage;
    const intentId = await api.create(booking);
    await customer.pay(booking, intentId, PENDING_FIRST);
    await until(booking, { booking: 'CONFIRMED' });
    const refundId = await failed(booking, stage, intentId);
    await until(booking, { refund: 'failed' });
    await temporal.settle(booking, 'retryRefund', refundId);
    await customer.settleRefund(booking, intentId);
  },
  expected: () => ({ ...REFUNDED, events: [...FAILED, ...RETURNED] }),
};

const givenBackOtherwise: Ending = {
  name: 'refund-closed',
  about: 'refund failed, given back in the dashboard, then closed by hand',
  async drive(booking, stage) {
    const { api, customer, temporal, until } = stage;
    const intentId = await api.create(booking);
    await customer.pay(booking, intentId, PENDING_FIRST);
    await until(booking, { booking: 'CONFIRMED' });
    const refundId = await failed(booking, stage, intentId);
    await until(booking, { refund: 'failed' });
    await customer.refundInDashboard(booking, intentId);
    await customer.settleRefund(booking, intentId);
    await until(booking, { booking: 'REFUNDED' });
    await temporal.settle(booking, 'markRefundedManually', refundId);
  },
  expected: () => ({ ...REFUNDED, events: [...FAILED, ...refundOf(true, 'external')] }),
};

const disputedThenWon: Ending = {
  name: 'refund-disputed',
  about: 'compensation refused by a dispute, retried when that was won',
  async drive(booking, { api, customer, owner, bank, temporal, until }) {
    const intentId = await api.create(booking);
    await owner.behave(booking, { down: true });
    await customer.pay(booking, intentId);
    await until(booking, { payment: 'completed' });
    const disputeId = await bank.dispute(booking, intentId);
    await until(booking, { dispute: 'needs_response' });
    await owner.behave(booking, { refuseConfirm: true });
    await until(booking, { booking: 'REFUND_FAILED' });
    await bank.decide(booking, disputeId, 'won');
    await until(booking, { dispute: 'won' });
    await temporal.settle(booking, 'retryRefund', await api.refundIdOf(booking));
  },
  expected: () => ({
    ...{ bookingStatus: 'REFUNDED', paymentStatus: 'refunded', keptMinor: 0, place: 'released' },
    dispute: { status: 'won' },
    events: [
      ...OPENED,
      event('payment.completed'),
      event('payment.disputed'),
      event('booking.refund_pending', { reason: 'unavailable' }),
      event('payment.refund_initiated', { requestedBy: 'saga' }),
      event('payment.refund_failed', { errorCode: 'charge_disputed' }),
      event('booking.refund_failed'),
      event('payment.dispute_closed', { outcome: 'won' }),
      ...RETURNED,
    ],
  }),
};

const byOperator: Ending = {
  name: 'operator-refund',
  about: 'refunded in part by an operator, in the Web UI',
  async drive(booking, { api, customer, temporal, until }) {
    await customer.pay(booking, await api.create(booking));
    await until(booking, { booking: 'CONFIRMED' });
    await temporal.refund(booking, 40);
  },
  expected: ({ price }) => ({
    ...REFUNDED,
    ...{ bookingStatus: 'PARTIALLY_REFUNDED', paymentStatus: 'partially_refunded' },
    keptMinor: price.amountMinor - 40,
    events: [...CONFIRMED, ...refundOf(false, 'operator')],
  }),
};

export const mended = [byHand, retried, givenBackOtherwise, disputedThenWon, byOperator];
