import { WorkflowContinuedAsNewError } from '@temporalio/client';
import { CustomerId } from '../../src/workflows/search-attributes';
import { eventually } from '../support/eventually';
import { countOf, scheduledAfterMs } from './billed';
import { refusalOf } from './failures';
import { subscriptionStart, useSagas, type Subscription } from './sagas';
import { createWorld, type World } from './world';

const { inWorld, sleep } = useSagas();
const HOUR = 60 * 60_000;
const CHANGE = { subscriptionPlanId: 'plan-pro', stripePriceId: 'price_demoPro' };

/** Runs a subscription of its own while the test goes on. */
async function subscribed(
  world: World,
  test: (subscription: Subscription) => Promise<void>,
): Promise<void> {
  const { bookingId } = world.request;
  await inWorld(world, async (starts) => test(await starts.subscription(bookingId)));
}

/** What was read before it was told may be read once more. */
const settled = (world: World, reads: number) =>
  eventually('Stripe was read', () => world.biller.reads >= reads);

describe('a subscription', () => {
  it('is begun, shown and read; reads Stripe once per news; and ends with its last word', async () => {
    const world = createWorld('sub-canceled');
    await subscribed(world, async (subscription) => {
      await subscription.shows('Plan plan-gold, sub_3Qd: **active**.\n\nPaid until 2026-04-04');
      await settled(world, 1);
      world.biller.status = 'past_due';
      await subscription.tell();
      await subscription.shows('**past_due**');
      expect(world.biller.reads).toBe(2);
      world.biller.status = 'canceled';
      await subscription.tell();
      expect(await subscription.result()).toEqual({ status: 'canceled' });
      expect(await subscription.details()).toContain('nothing is billed any more');
      expect(world.biller.opened).toBe(1);
      await subscription.keep('canceled');
    });
  });

  it('that Stripe refuses ends at once, and says why', async () => {
    const world = createWorld('sub-refused');
    world.biller.refuses = { code: 'card_declined', message: 'Your card was declined.' };
    await subscribed(world, async (subscription) => {
      expect(await subscription.result()).toEqual({ refused: 'card_declined' });
      expect(world.biller.reads).toBe(0);
      await subscription.keep('refused');
    });
  });

  it('started with anything else ends and says so', async () => {
    const world = createWorld('sub-odd');
    await inWorld(world, async (starts) => {
      const { setupId: _, ...half } = subscriptionStart('x');
      for (const args of [
        [],
        [null],
        [{}],
        [half],
        [{ ...subscriptionStart('x'), trialDays: 'x' }],
      ])
        expect(await (await starts.subscription('sub-odd', args)).result()).toEqual({
          refused: 'not_understood',
        });
    });
    expect(world.calls).toEqual([]);
  });

  it('expires when its first payment never comes', async () => {
    const world = createWorld('sub-expired');
    world.biller.status = 'incomplete';
    await subscribed(world, async (subscription) => {
      await subscription.shows('Stripe gives it 23 hours');
      world.biller.status = 'incomplete_expired';
      // No word comes: a reading finds it.
      expect(await subscription.result()).toEqual({ status: 'incomplete_expired' });
      await subscription.keep('expired');
    });
  });

  it('waits for the word of its end, so that it can be told', async () => {
    const world = createWorld('sub-last-word');
    await subscribed(world, async (subscription) => {
      await settled(world, 1);
      Object.assign(world.biller, { status: 'canceled', told: false });
      await subscription.tell();
      await subscription.shows('**canceled**');
      world.biller.told = true;
      await subscription.tell();
      expect(await subscription.result()).toEqual({ status: 'canceled' });
      const history = await subscription.handle.fetchHistory();
      expect(scheduledAfterMs(history, 'settleSubscription').at(-1)).toBeLessThan(HOUR);
      await subscription.keep('last-word');
    });
  });

  it('does not wait for it for ever', async () => {
    const world = createWorld('sub-no-word');
    Object.assign(world.biller, { status: 'canceled', told: false });
    await subscribed(world, async (subscription) => {
      expect(await subscription.result()).toEqual({ status: 'canceled' });
      const history = await subscription.handle.fetchHistory();
      expect(countOf(history, 'EVENT_TYPE_TIMER_FIRED')).toBe(1);
      await subscription.keep('no-word');
    });
  });

  it('is read once a day while no news comes', async () => {
    const world = createWorld('sub-quiet');
    await subscribed(world, async (subscription) => {
      await settled(world, 1);
      await sleep('10d');
      const { reads } = world.biller;
      await sleep('5d');
      expect(world.biller.reads - reads).toBeLessThan(7);
      expect(world.biller.reads - reads).toBeGreaterThan(3);
      world.biller.status = 'canceled';
      await subscription.tell();
      await subscription.result();
      await subscription.keep('quiet');
    });
  });

  it('begins anew before its history is long, loses no news, and keeps its orders', async () => {
    const world = createWorld('sub-long');
    await inWorld(world, async (starts) => {
      const subscription = await starts.subscription('sub-long');
      const firstRun = (await subscription.handle.describe()).runId;
      for (let news = 1; world.biller.opened < 2 && news < 200; news += 1) {
        const { reads } = world.biller;
        await subscription.tell();
        await settled(world, reads + 1);
      }
      expect(world.biller.opened).toBe(2);
      await settled(world, 1);
      const revised = await subscription.revise({ revisionId: 'r-1', change: CHANGE });
      expect(revised).toMatchObject({ subscription: { subscriptionPlanId: 'plan-pro' } });
      const first = starts.handleOf('subscription-sub-long', firstRun);
      const history = await first.fetchHistory();
      expect(history.events!.length).toBeGreaterThan(450);
      expect(history.events!.length).toBeLessThan(600);
      await expect(
        starts.handleOf('subscription-sub-long', firstRun, false).result(),
      ).rejects.toBeInstanceOf(WorkflowContinuedAsNewError);
      world.biller.status = 'canceled';
      await subscription.tell();
      expect(await subscription.result()).toEqual({ status: 'canceled' });
      await subscription.keep('after-years');
      await subscription.keep('continued', history);
    });
  });

  it('is followed to its end although its run is asked to cancel', async () => {
    const world = createWorld('sub-run-cancelled');
    await subscribed(world, async (subscription) => {
      await settled(world, 1);
      await subscription.handle.cancel();
      await subscription.tell();
      await settled(world, 2);
      world.biller.status = 'canceled';
      await subscription.tell();
      expect(await subscription.result()).toEqual({ status: 'canceled' });
      await subscription.keep('run-cancelled');
    });
  });
});

describe('an order for a subscription', () => {
  it('is carried out, shown and answered', async () => {
    const world = createWorld('sub-revised');
    await subscribed(world, async (subscription) => {
      await subscription.shows('plan-gold');
      await subscription.revise({ revisionId: 'r-1', change: CHANGE });
      await subscription.shows('plan-pro');
      const cancel = { atPeriodEnd: true };
      const answer = await subscription.revise({ revisionId: 'r-2', cancel });
      expect(answer).toMatchObject({ subscription: { cancelAtPeriodEnd: true } });
      await subscription.shows('It ends on 2026-04-04.');
      expect(world.acts).toEqual(['change to plan-pro', 'cancel']);
      await subscription.revise({ revisionId: 'r-3', cancel: { atPeriodEnd: false } });
      expect(await subscription.result()).toEqual({ status: 'canceled' });
      await subscription.keep('revised');
    });
  });

  it('waits until there is a subscription, and for the order before it', async () => {
    const world = createWorld('sub-in-turn');
    const opens = world.hold('openSubscription');
    const first = world.hold('reviseSubscription');
    await subscribed(world, async (subscription) => {
      const arrived = (count: number) =>
        eventually('the orders have arrived', async () => {
          const history = await subscription.handle.fetchHistory();
          return countOf(history, 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED') === count;
        });
      const one = subscription.revise({ revisionId: 'r-1', change: CHANGE });
      await arrived(1);
      const two = subscription.revise({ revisionId: 'r-2', cancel: { atPeriodEnd: true } });
      await arrived(2);
      expect(world.times('reviseSubscription')).toBe(0);
      opens();
      await settled(world, 1);
      await eventually('the first is under way', () => world.times('reviseSubscription') > 0);
      expect(world.times('reviseSubscription')).toBe(1);
      first();
      await Promise.all([one, two]);
      expect(world.acts).toEqual(['change to plan-pro', 'cancel']);
      world.biller.status = 'canceled';
      await subscription.tell();
      await subscription.result();
      await subscription.keep('orders-in-turn');
    });
  });

  it('that makes no sense is refused with the field that is wrong', async () => {
    const world = createWorld('sub-senseless');
    await subscribed(world, async (subscription) => {
      await settled(world, 1);
      const cancel = { atPeriodEnd: true };
      for (const order of [
        ...[undefined, null, {}, { revisionId: '' }, { revisionId: 'r' }],
        ...[{ revisionId: 'r', change: CHANGE, cancel }, { cancel }],
        { revisionId: 'r', cancel: {} },
        { revisionId: 'r', change: { subscriptionPlanId: 'p' } },
        { revisionId: 'r', change: { ...CHANGE, paymentMethodId: 7 } },
      ])
        expect(await refusalOf(subscription.revise(order))).toBe('validation_failed');
      expect(world.times('reviseSubscription')).toBe(0);
      world.biller.status = 'canceled';
      await subscription.tell();
      await subscription.result();
    });
  });
});

describe("the product's own client", () => {
  it('starts it once, shows whose it is, and tells it', async () => {
    const world = createWorld('sub-client');
    const start = subscriptionStart('sub-client');
    await inWorld(world, async ({ subscriptions, handleOf }) => {
      expect(await subscriptions.start(start)).toBe('running');
      expect(await subscriptions.start(start)).toBe('running');
      const handle = handleOf('subscription-sub-client');
      const { typedSearchAttributes } = await handle.describe();
      expect(typedSearchAttributes.get(CustomerId)).toBe('cus-41');
      await settled(world, 1);
      world.biller.status = 'canceled';
      await subscriptions.tell(start, { stripeEventId: 'evt_1', objectId: 'sub_3Qd' });
      expect(await handle.result()).toEqual({ status: 'canceled' });
      expect(await subscriptions.start(start)).toBe('closed');
      expect(
        await subscriptions.revise(handle.workflowId, { revisionId: 'r', change: CHANGE }, 'u-1'),
      ).toEqual({ outcome: 'gone' });
    });
  });

  it('takes news of one that has ended to a new run, which tells it', async () => {
    const world = createWorld('sub-late-news');
    const start = subscriptionStart('sub-late-news');
    world.biller.status = 'canceled';
    await inWorld(world, async ({ subscriptions, handleOf }) => {
      await subscriptions.start(start);
      await handleOf('subscription-sub-late-news').result();
      const { reads } = world.biller;
      await subscriptions.tell(start, { stripeEventId: 'evt_9', objectId: 'sub_3Qd' });
      expect(await handleOf('subscription-sub-late-news').result()).toEqual({ status: 'canceled' });
      expect(world.biller.reads).toBeGreaterThan(reads);
    });
  });
});
