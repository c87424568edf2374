import { upserts } from './billed';
import { useSagas } from './sagas';
import { createWorld, type World } from './world';

const { withSaga, sleep } = useSagas();

const REFUNDED = [
  'booking.pending_payment',
  'payment.initiated',
  'payment.completed',
  'booking.refund_pending',
  'payment.refund_initiated',
  'payment.refunded',
  'booking.refunded',
];

function paidWorld(bookingId: string, confirms: World['owner']['confirms']): World {
  const world = createWorld(bookingId);
  world.owner.confirms = confirms;
  world.stripe.pay();
  return world;
}

it('confirms when the owner answers only after it is asked again', async () => {
  const world = paidWorld('bk-owner-late', 'when asked again');
  await withSaga(world, async (saga) => {
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    expect(world.calls).toEqual(['openPayment', 'settlePayment', 'confirmBooking']);
    expect(upserts(await saga.handle.fetchHistory())).toHaveLength(1);
    await saga.keep('confirmed-when-asked-again');
  });
});

it('R6: tells a person after ten minutes without the owner, and confirms when it is back', async () => {
  const world = paidWorld('bk-owner-away', 'unreachable');
  await withSaga(world, async (saga) => {
    await saga.tell();
    await saga.shows('Paid. Waiting for the booking owner to confirm.');
    await sleep('11m');
    await saga.shows('**Needs attention.**');
    world.owner.confirms = 'at once';
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    expect(await saga.details()).toBe('Paid and confirmed.');
    expect(upserts(await saga.handle.fetchHistory())).toMatchObject([
      { BookingStatus: 'PENDING_PAYMENT', PaymentStatus: 'completed', NeedsAttention: true },
      { BookingStatus: 'CONFIRMED', NeedsAttention: false },
    ]);
    await saga.keep('confirmed-after-outage');
  });
});

it('goes on asking the owner when Stripe tells more of a payment that is in', async () => {
  const world = paidWorld('bk-owner-away-news', 'unreachable');
  await withSaga(world, async (saga) => {
    await saga.tell();
    await saga.shows('Paid. Waiting for the booking owner to confirm.');
    await saga.tell();
    await sleep('5m');
    world.owner.confirms = 'at once';
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
  });
});

it('gives the money back when the owner stays away for the whole confirm window', async () => {
  const world = paidWorld('bk-confirm-timeout', 'unreachable');
  await withSaga(world, async (saga) => {
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'REFUNDED' });
    expect(world.books.eventTypes()).toEqual(REFUNDED);
    expect(world.books.view().reason).toBe('confirm_timeout');
    const givenUp = world.calls.indexOf('abandonConfirmation');
    expect(world.calls.slice(givenUp)).toEqual([
      'abandonConfirmation',
      'openRefund',
      'releaseBooking',
      'settlePayment',
    ]);
    await saga.keep('refunded-confirm-timeout');
  });
});

it('gives the money back when the owner refuses, and releases once the refund is accepted', async () => {
  const world = paidWorld('bk-unavailable', 'refuses');
  await withSaga(world, async (saga) => {
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'REFUNDED' });
    expect(world.calls).toEqual([
      'openPayment',
      'settlePayment',
      'openRefund',
      'releaseBooking',
      'settlePayment', // how the row stands at the end
    ]);
    expect(world.books.eventTypes()).toEqual(REFUNDED);
    expect(await saga.details()).toBe('The money was given back.');
    expect(upserts(await saga.handle.fetchHistory())).toMatchObject([
      { BookingStatus: 'REFUND_PENDING', PaymentStatus: 'completed', NeedsAttention: false },
      { BookingStatus: 'REFUNDED', PaymentStatus: 'refunded', NeedsAttention: false },
    ]);
    await saga.keep('refunded-unavailable');
  });
});

it('gives back a sum that is not the one the booking costs, and flags it', async () => {
  const world = createWorld('bk-mismatch');
  world.stripe.pay(12_000);
  await withSaga(world, async (saga) => {
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'REFUNDED' });
    expect(world.books.eventTypes().slice(2)).toEqual([
      'payment.unapplied',
      'booking.refund_pending',
      'payment.refund_initiated',
      'payment.refunded',
      'booking.refunded',
    ]);
    expect(upserts(await saga.handle.fetchHistory())).toMatchObject([
      { BookingStatus: 'REFUND_PENDING', NeedsAttention: true },
      { BookingStatus: 'REFUNDED', NeedsAttention: true },
    ]);
    await saga.keep('refunded-amount-mismatch');
  });
});
