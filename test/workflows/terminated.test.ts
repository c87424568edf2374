import { eventually } from '../support/eventually';
import { createDevServer } from '../support/temporal';
import { useSagas } from './sagas';
import { createWorld, type World } from './world';

// The server that skips time stops skipping once something was terminated.
const { inWorld } = useSagas(createDevServer);

const TOO_QUICK = 'an operator was too quick';

function unconfirmable(bookingId: string): World {
  const world = createWorld(bookingId);
  world.owner.confirms = 'refuses';
  world.stripe.pay();
  return world;
}

it('takes up a booking whose run was terminated where its row stands', async () => {
  const world = createWorld('bk-terminated');
  await inWorld(world, async (starts) => {
    const first = await starts.saga();
    await first.shows('Waiting for the customer');
    await first.handle.terminate(TOO_QUICK);
    const second = await starts.saga();
    await second.shows('Waiting for the customer');
    world.stripe.pay();
    await second.tell();
    expect(await second.result()).toEqual({ status: 'CONFIRMED' });
    await second.keep('taken-up-again');
  });
});

it('goes by the row when the refund was started by an earlier run of the saga', async () => {
  const world = unconfirmable('bk-refund-started');
  await inWorld(world, async (starts) => {
    const opens = world.hold('openRefund');
    const first = await starts.saga();
    await first.tell();
    await eventually('the refund is asked for', () => world.times('openRefund') === 1);
    await first.handle.terminate(TOO_QUICK);
    const second = await starts.saga();
    await eventually('the saga goes by the row', () => world.times('settlePayment') === 2);
    expect(world.calls).not.toContain('releaseBooking'); // Stripe has not been asked yet
    const refund = second.refund(world.books.view().compensation!.refundId);
    opens();
    await refund.result();
    expect(await second.result()).toEqual({ status: 'REFUNDED' });
    expect(world.times('openRefund')).toBe(1);
    expect(world.times('releaseBooking')).toBe(1);
    await second.keep('refund-already-started');
  });
});

it('goes by the row when its refund workflow is terminated', async () => {
  const world = unconfirmable('bk-refund-terminated');
  world.stripe.refunding = 'pends';
  await inWorld(world, async (starts) => {
    const saga = await starts.saga();
    await saga.tell();
    await eventually('the places are free', () => world.times('releaseBooking') === 1);
    const { refundId, request } = world.books.view().compensation!;
    world.stripe.refunding = 'succeeds';
    const again = await starts.refund('taken-up-again', { ...request, resume: refundId });
    await again.result();
    await saga.refund(refundId).handle.terminate(TOO_QUICK);
    expect(await saga.result()).toEqual({ status: 'REFUNDED' });
    await saga.keep('refund-terminated');
  });
});
