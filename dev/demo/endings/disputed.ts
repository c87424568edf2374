import { CONFIRMED, OPENED, REFUNDED, event, kept, refundOf, type Ending } from './ending';
import { closed, decide, dispute, opened } from './disputing';

const lost: Ending = {
  name: 'dispute-lost',
  about: 'disputed, and lost',
  async drive(booking, stage) {
    const { disputeId } = await dispute(booking, stage);
    await decide(booking, stage, disputeId, 'lost');
  },
  expected: (booking) => ({
    ...kept(booking),
    dispute: { status: 'lost' },
    events: [
      ...CONFIRMED,
      event('payment.disputed', { disputedAmountMinor: booking.price.amountMinor }),
      closed('lost'),
    ],
  }),
};

const answered: Ending = {
  name: 'dispute-answered',
  about: 'disputed, answered with evidence, and won',
  async drive(booking, stage) {
    const { disputeId } = await dispute(booking, stage);
    await stage.api.sendEvidence(booking, disputeId, 'winning_evidence');
    await stage.until(booking, { dispute: 'won' });
  },
  expected: (booking) => ({
    ...kept(booking),
    dispute: { status: 'won', answered: true },
    events: [...CONFIRMED, opened, closed('won')],
  }),
};

const lostThenWon: Ending = {
  name: 'lost-then-won',
  about: 'disputed and lost, and won after all',
  async drive(booking, stage) {
    const { disputeId } = await dispute(booking, stage);
    await decide(booking, stage, disputeId, 'lost');
    await decide(booking, stage, disputeId, 'won');
  },
  expected: (booking) => ({
    ...kept(booking),
    dispute: { status: 'won' },
    events: [...CONFIRMED, opened, closed('lost'), closed('won')],
  }),
};

const closedFirst: Ending = {
  name: 'dispute-reordered',
  about: 'disputed: the news of its end came before that of its beginning',
  async drive(booking, { api, customer, bank, until }) {
    const intentId = await api.create(booking);
    await customer.pay(booking, intentId);
    await until(booking, { booking: 'CONFIRMED' });
    const disputeId = await bank.disputeUnheard(booking, intentId);
    await bank.decide(booking, disputeId, 'lost');
  },
  expected: (booking) => ({
    ...kept(booking),
    dispute: { status: 'lost' },
    events: [...CONFIRMED, opened, closed('lost')],
  }),
};

const refundRefused: Ending = {
  name: 'dispute-refund',
  about: 'refund refused while disputed, made after the dispute was won',
  async drive(booking, stage) {
    const { disputeId } = await dispute(booking, stage);
    await stage.api.refundRefused(booking, 'too early', 'payment_disputed');
    await decide(booking, stage, disputeId, 'won');
    await stage.api.refund(booking, 'whole');
  },
  expected: () => ({
    ...REFUNDED,
    dispute: { status: 'won' },
    events: [...CONFIRMED, opened, closed('won'), ...refundOf(true, 'api')],
  }),
};

const ofClosedBooking: Ending = {
  name: 'dispute-stray',
  about: 'cancelled, paid beside, given back, and disputed all the same',
  async drive(booking, { api, customer, bank, until }) {
    await api.create(booking);
    await api.cancel(booking, 'changed my mind');
    const intentId = await customer.payBeside(booking);
    await until(booking, { refund: 'succeeded' });
    await bank.decide(booking, await bank.dispute(booking, intentId), 'lost');
  },
  expected: () => ({
    ...{ bookingStatus: 'CANCELLED', paymentStatus: 'cancelled', keptMinor: 0, strays: 1 },
    ...{ place: 'released', dispute: { status: 'lost' } },
    events: [
      ...OPENED,
      event('payment.cancelled', { cancelledBy: 'customer' }),
      event('booking.cancelled', { reason: 'customer' }),
      event('payment.unapplied', { reason: 'late' }),
      event('payment.refund_initiated', { requestedBy: 'saga' }),
      event('payment.refunded', { fullyRefunded: true }),
      opened,
      closed('lost'),
    ],
  }),
};

export const disputed = [lost, answered, lostThenWon, closedFirst, refundRefused, ofClosedBooking];
