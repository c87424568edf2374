import { ApplicationFailure } from '@temporalio/common';
import { billedActions, countOf } from './billed';
import { keepHistory } from './recording';
import { useSagas } from './sagas';
import { CAUGHT_UP, createWorld } from './world';

const { inWorld } = useSagas();

it('H29: scans Stripe’s events with one activity, and shows what was lost', async () => {
  const world = createWorld('bk-backfill');
  await inWorld(world, async (starts) => {
    const handle = await starts.backfill();
    expect(await handle.result()).toEqual(CAUGHT_UP);
    expect(world.calls).toEqual(['backfillWebhooks']);
    const history = await handle.fetchHistory();
    expect(billedActions(history)).toBe(2);
    keepHistory('webhook-backfill', history);
  });
});

it('goes on scanning when Stripe or the database did not answer', async () => {
  const world = createWorld('bk-backfill-again');
  const scan = world.activities.backfillWebhooks;
  const away = () => Promise.reject(ApplicationFailure.retryable('away', 'stripe_unanswered'));
  let failures = 2;
  world.activities.backfillWebhooks = () => (failures-- > 0 ? away() : scan());
  await inWorld(world, async (starts) => {
    const handle = await starts.backfill();
    expect(await handle.result()).toEqual(CAUGHT_UP);
    expect(countOf(await handle.fetchHistory(), 'EVENT_TYPE_ACTIVITY_TASK_COMPLETED')).toBe(1);
  });
});
