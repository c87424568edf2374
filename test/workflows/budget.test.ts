import { eventually } from '../support/eventually';
import { billedActions, countOf, eventsOf, upserts } from './billed';
import { useSagas } from './sagas';
import { createWorld } from './world';

const { withSaga } = useSagas();

async function happyHistory(bookingId: string, maxCachedWorkflows: number) {
  const world = createWorld(bookingId, { customerId: 'cus-41' });
  return withSaga(
    world,
    async (saga) => {
      // No query here: this server makes a workflow task of one, which Temporal's does not.
      await eventually('the payment window is open', async () => {
        const history = await saga.handle.fetchHistory();
        return countOf(history, 'EVENT_TYPE_TIMER_STARTED') === 1;
      });
      world.stripe.pay();
      await saga.tell();
      expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
      return saga.handle.fetchHistory();
    },
    { maxCachedWorkflows },
  );
}

it('costs at most six billed actions and 24 events when all goes well', async () => {
  const history = await happyHistory('bk-budget', 10);
  expect(billedActions(history)).toBeLessThanOrEqual(6);
  expect(eventsOf(history).length).toBeLessThanOrEqual(24);
  expect(countOf(history, 'EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES')).toBe(1);
});

it('sets every attribute that operators search by, whoever started it', async () => {
  const [upserted] = upserts(await happyHistory('bk-attributes', 10));
  expect(upserted).toEqual({
    BookingId: 'bk-attributes',
    BookingReference: 'TRIP-88',
    CustomerId: 'cus-41',
    BookingStatus: 'CONFIRMED',
    PaymentStatus: 'completed',
    NeedsAttention: false,
  });
});

it('goes the same way when its history is replayed at every task', async () => {
  const history = await happyHistory('bk-uncached', 0);
  expect(billedActions(history)).toBeLessThanOrEqual(6);
});
