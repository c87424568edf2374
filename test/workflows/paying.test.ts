import { scheduledAfterMs, upserts } from './billed';
import { useSagas } from './sagas';
import { createWorld } from './world';

const { withSaga } = useSagas();

const WINDOW_MS = 15 * 60_000;

it('confirms a booking whose payment Stripe reports', async () => {
  const world = createWorld('bk-paid');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer to pay, until');
    world.stripe.pay();
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    expect(await saga.details()).toBe('Paid and confirmed.');
    expect(world.books.eventTypes()).toEqual([
      'booking.pending_payment',
      'payment.initiated',
      'payment.completed',
      'booking.confirmed',
    ]);
    expect(world.calls).toEqual(['openPayment', 'settlePayment']);
    expect(upserts(await saga.handle.fetchHistory())).toEqual([
      {
        BookingStatus: 'CONFIRMED',
        PaymentStatus: 'completed',
        NeedsAttention: false,
        BookingId: 'bk-paid',
        BookingReference: 'TRIP-88',
      },
    ]);
    await saga.keep('paid');
  });
});

it('takes a decline for an attempt, and confirms when the next card pays', async () => {
  const world = createWorld('bk-declined');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    world.stripe.decline();
    await saga.tell();
    expect(await saga.shows('1 declined attempt')).toMatch(
      /^Waiting for the customer to pay, until \d\d:\d\d UTC; 1 declined attempt: insufficient_funds\.$/,
    );
    world.stripe.decline();
    await saga.tell();
    await saga.shows('2 declined attempts: insufficient_funds');
    world.stripe.pay();
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    await saga.keep('declined-then-paid');
  });
});

it('cancels the booking when the attempts are used up', async () => {
  const world = createWorld('bk-attempts');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    for (let n = 0; n < 3; n += 1) world.stripe.decline();
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'CANCELLED' });
    expect(await saga.details()).toBe('Cancelled (payment_failed). Nothing was charged.');
    expect(world.calls).toEqual(['openPayment', 'settlePayment', 'releaseBooking']);
    await saga.keep('attempts-used-up');
  });
});

it('R2: expires at the deadline and not before, when nobody has paid', async () => {
  const world = createWorld('bk-expired');
  await withSaga(world, async (saga) => {
    expect(await saga.result()).toEqual({ status: 'EXPIRED' });
    expect(await saga.details()).toMatch(
      /^Expired at \d\d:\d\d UTC without a payment\. Nothing was charged\.$/,
    );
    expect(world.calls).toEqual(['openPayment', 'closePayment', 'releaseBooking']);
    const history = await saga.handle.fetchHistory();
    const [closedAfterMs] = scheduledAfterMs(history, 'closePayment');
    expect(closedAfterMs).toBeGreaterThanOrEqual(WINDOW_MS);
    expect(closedAfterMs).toBeLessThan(WINDOW_MS + 30_000);
    expect(upserts(history)).toMatchObject([
      { BookingStatus: 'EXPIRED', PaymentStatus: 'expired' },
    ]);
    await saga.keep('expired');
  });
});

it('confirms at the deadline when the money is in and the webhook was lost', async () => {
  const world = createWorld('bk-lost-webhook');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    world.stripe.pay();
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    expect(world.calls).toEqual(['openPayment', 'closePayment']);
    await saga.keep('paid-webhook-lost');
  });
});

it('cancels the booking when Stripe has cancelled the PaymentIntent by itself', async () => {
  const world = createWorld('bk-provider');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    world.stripe.intent = 'canceled';
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'CANCELLED' });
    expect(await saga.details()).toBe('Cancelled (provider). Nothing was charged.');
    await saga.keep('cancelled-by-provider');
  });
});
