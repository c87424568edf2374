import { WorkflowNotFoundError } from '@temporalio/client';
import { eventually } from '../support/eventually';
import { countOf } from './billed';
import { refusalOf } from './failures';
import { useSagas } from './sagas';
import { createWorld } from './world';

const { withSaga, inWorld } = useSagas();

const REFUSED = { code: 'currency_unsupported', message: 'ugx cannot be charged.' } as const;

it('returns the reason when a start is refused', async () => {
  const world = createWorld('bk-refused');
  world.start.refusal = REFUSED;
  await withSaga(world, async (saga) => {
    expect(await saga.result()).toEqual({ refused: REFUSED });
    expect(world.calls).toEqual(['openPayment']);
    await saga.keep('start-refused');
  });
});

it('answers a cancel that waits while its start is refused', async () => {
  const world = createWorld('bk-refused-cancel');
  world.start.refusal = REFUSED;
  await withSaga(world, async (saga) => {
    const opens = world.hold('openPayment');
    const refusal = refusalOf(saga.cancel());
    await eventually('the update is accepted', async () => {
      const history = await saga.handle.fetchHistory();
      return countOf(history, 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED') === 1;
    });
    opens();
    expect(await refusal).toBe('payment_not_cancellable');
    expect(await saga.result()).toEqual({ refused: REFUSED });
  });
});

it('ends as cancelled, and releases, when the owner has no place', async () => {
  const world = createWorld('bk-no-place');
  world.owner.holds = false;
  await withSaga(world, async (saga) => {
    expect(await saga.result()).toEqual({ status: 'CANCELLED' });
    expect(await saga.details()).toBe('Cancelled (unavailable). Nothing was charged.');
    expect(world.calls).toEqual(['openPayment', 'releaseBooking']);
    await saga.keep('no-place');
  });
});

it('reports by the row when it is started again for a booking that has ended', async () => {
  const world = createWorld('bk-again');
  world.stripe.pay();
  await inWorld(world, async (starts) => {
    const first = await starts.saga();
    await first.tell();
    await first.result();
    const second = await starts.saga();
    expect(await second.result()).toEqual({ status: 'CONFIRMED' });
    expect(world.books.eventTypes()).toHaveLength(4);
    expect(world.calls).toEqual(['openPayment', 'settlePayment', 'openPayment']);
    await second.keep('started-again');
  });
});

it('tells whoever comes after its end that it is gone', async () => {
  const world = createWorld('bk-gone');
  await withSaga(world, async (saga) => {
    await saga.result();
    await expect(saga.tell()).rejects.toBeInstanceOf(WorkflowNotFoundError);
    await expect(saga.cancel()).rejects.toBeInstanceOf(WorkflowNotFoundError);
  });
});

it('sweeps events with one activity', async () => {
  const world = createWorld('bk-sweep');
  await inWorld(world, async (starts) => {
    expect(await starts.sweep()).toEqual({ published: 2, left: 0 });
    expect(world.calls).toEqual(['publishPending']);
  });
});
