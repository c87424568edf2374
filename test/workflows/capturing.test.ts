import { eventually } from '../support/eventually';
import { countOf } from './billed';
import { refusalOf } from './failures';
import { useSagas } from './sagas';
import { createWorld, type World } from './world';

const { withSaga, sleep } = useSagas();

const AUTHORIZED = ['booking.pending_payment', 'payment.initiated', 'payment.authorized'];
const CAPTURED = [...AUTHORIZED, 'payment.completed', 'booking.confirmed'];
const VOIDED = [...AUTHORIZED, 'payment.cancelled', 'booking.cancelled'];

function manualWorld(bookingId: string, confirms: World['owner']['confirms'] = 'at once'): World {
  const world = createWorld(bookingId, { captureMethod: 'manual' });
  world.owner.confirms = confirms;
  return world;
}

it('authorises, confirms the booking, and only then captures', async () => {
  const world = manualWorld('bk-manual');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    world.stripe.pay();
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    expect(world.books.eventTypes()).toEqual(CAPTURED);
    await saga.keep('manual-captured');
  });
});

it('goes on with an authorisation whose webhook was lost, at the deadline', async () => {
  const world = manualWorld('bk-manual-lost');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    world.stripe.pay();
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    expect(world.books.eventTypes()).toEqual(CAPTURED);
    await saga.keep('manual-webhook-lost');
  });
});

it('voids instead of refunding when the owner refuses, and then releases', async () => {
  const world = manualWorld('bk-manual-refused', 'refuses');
  await withSaga(world, async (saga) => {
    world.stripe.pay();
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'CANCELLED' });
    expect(world.stripe.intent).toBe('canceled');
    expect(world.books.eventTypes()).toEqual(VOIDED);
    expect(world.calls.at(-1)).toBe('releaseBooking');
    await saga.keep('manual-voided');
  });
});

it('asks the owner on beyond the deadline, and captures when it answers', async () => {
  const world = manualWorld('bk-manual-late-owner', 'unreachable');
  await withSaga(world, async (saga) => {
    world.stripe.pay();
    await saga.tell();
    await saga.shows('Authorised, not taken yet.');
    await sleep('20m');
    await saga.shows('**Needs attention.**');
    world.owner.confirms = 'at once';
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    expect(world.books.eventTypes()).toEqual(CAPTURED);
    await saga.keep('manual-confirmed-late');
  });
});

it('voids when the owner stays away for the whole confirm window', async () => {
  const world = manualWorld('bk-manual-timeout', 'unreachable');
  await withSaga(world, async (saga) => {
    world.stripe.pay();
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'CANCELLED' });
    expect(world.books.eventTypes()).toEqual(VOIDED);
    await saga.keep('manual-confirm-timeout');
  });
});

it('can be cancelled while the sum is only held', async () => {
  const world = manualWorld('bk-manual-cancelled', 'unreachable');
  await withSaga(world, async (saga) => {
    world.stripe.pay();
    await saga.tell();
    await saga.shows('Authorised, not taken yet.');
    expect(await saga.cancel()).toMatchObject({ status: 'CANCELLED' });
    expect(await saga.result()).toEqual({ status: 'CANCELLED' });
    expect(world.books.eventTypes()).toEqual(VOIDED);
    expect(world.calls.slice(-2)).toEqual(['closePayment', 'releaseBooking']);
    await saga.keep('manual-cancelled');
  });
});

it('lets a cancel wait for the attempt in hand, and capture wins', async () => {
  const world = manualWorld('bk-manual-in-hand', 'when asked again');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    world.stripe.pay();
    const confirms = world.hold('confirmBooking');
    await saga.tell();
    await eventually('the owner is asked', () => world.times('confirmBooking') === 1);
    const refusal = refusalOf(saga.cancel({ cancelledBy: 'operator', reason: 'too slow' }));
    await eventually('the attempt is called off', async () => {
      const history = await saga.handle.fetchHistory();
      return countOf(history, 'EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED') === 1;
    });
    expect(world.times('closePayment')).toBe(0);
    confirms();
    expect(await refusal).toBe('payment_not_cancellable');
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    await saga.keep('manual-cancel-in-hand');
  });
});

it('H31: ends the booking when the authorisation lapses while the owner is away', async () => {
  const world = manualWorld('bk-manual-lapsed', 'unreachable');
  await withSaga(world, async (saga) => {
    world.stripe.pay();
    await saga.tell();
    await saga.shows('Authorised, not taken yet.');
    world.stripe.intent = 'canceled';
    await saga.tell(); // payment_intent.canceled, or charge.expired
    expect(await saga.result()).toEqual({ status: 'CANCELLED' });
    expect(world.books.view()).toMatchObject({ reason: 'provider' });
    expect(world.calls.at(-1)).toBe('releaseBooking');
    await saga.keep('manual-lapsed');
  });
});

it('refuses a cancel that comes while the capture is under way', async () => {
  const world = manualWorld('bk-manual-cancel-late');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    world.stripe.pay();
    const settles = world.hold('settlePayment');
    await saga.tell();
    await eventually('Stripe is read', () => world.times('settlePayment') === 1);
    const refusal = refusalOf(saga.cancel());
    settles();
    expect(await refusal).toBe('payment_not_cancellable');
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
  });
});
