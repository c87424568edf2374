import { scheduledAfterMs } from './billed';
import { useSagas } from './sagas';
import { createWorld } from './world';

const { withSaga, sleep } = useSagas();

const WINDOW_MS = 15 * 60_000;
const DECIDED_WITHIN_MS = 30_000;

it('H9: decides at once when the deadline passes while Stripe is being read', async () => {
  const world = createWorld('bk-overtaken');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer to pay');
    await sleep('895s');
    const letGo = world.hold('settlePayment');
    await saga.tell(); // a decline, say
    await sleep('10s');
    letGo();
    expect(await saga.result()).toEqual({ status: 'EXPIRED' });
    const [decided] = scheduledAfterMs(await saga.handle.fetchHistory(), 'closePayment');
    expect(decided).toBeGreaterThanOrEqual(WINDOW_MS);
    expect(decided).toBeLessThan(WINDOW_MS + DECIDED_WITHIN_MS);
  });
});
