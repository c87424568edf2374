import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { History } from '@temporalio/common/lib/proto-utils';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import type { RefundRequest } from '../../src/domain/refund';
import type { RevisionOrder, SubscriptionStart } from '../../src/domain/subscription';
import { createBookingWorkflows } from '../../src/temporal/bookings';
import { createDisputeWorkflows } from '../../src/temporal/disputes';
import { createRefundWorkflows } from '../../src/temporal/refunds';
import { createSubscriptionWorkflows } from '../../src/temporal/subscriptions';
import type {
  bookingPayment,
  dispute,
  refundPayment,
  subscription,
  webhookBackfill,
} from '../../src/workflows';
import {
  cancelBooking,
  confirmPayment,
  disputeUpdated,
  extendDeadline,
  paymentUpdated,
  refundUpdated,
  reviseSubscription,
  submitEvidence,
  subscriptionUpdated,
  type CancelOrder,
  type ConfirmOrder,
  type EvidenceOrder,
  type ExtendOrder,
} from '../../src/workflows/messages';
import '../support/quiet-runtime';
import { eventually } from '../support/eventually';
import { registerSearchAttributes } from '../support/search-attributes';
import { createTimeSkipping } from '../support/temporal';
import { workflowBundle } from '../support/workflow-bundle';
import { keepHistory } from './recording';
import type { World } from './world';

// Longer than the longest sleep of a test beside a task that it holds itself: that one is real time.
const HELD_AFTER_MS = 15_000;
const TEST_LIMIT_MS = 40_000;
/** WORKFLOW_CACHE=off: every task replays what was before it, as when its worker has died. */
const CACHE = process.env['WORKFLOW_CACHE'] === 'off' ? { maxCachedWorkflows: 0 } : {};

/** One server per test file, which skips time; per test one worker with its own world. */
export function useSagas(createServer = createTimeSkipping) {
  let env: TestWorkflowEnvironment;
  let queues = 0;
  beforeAll(async () => {
    env = await createServer();
    if (env.supportsTimeSkipping) await registerSearchAttributes(env);
  });
  afterAll(() => env?.teardown());

  /** Runs a worker for the world while the test goes on. */
  async function inWorld<T>(
    world: World,
    test: (starts: Starts) => Promise<T>,
    options: Partial<WorkerOptions> = {},
  ): Promise<T> {
    const taskQueue = `booking-payments-${(queues += 1)}`;
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle: workflowBundle(),
      activities: world.activities,
      identity: 'worker',
      shutdownForceTime: '1s', // a test that fails may leave an activity waiting
      ...CACHE,
      ...options,
    });
    return worker.runUntil(() => within(TEST_LIMIT_MS, test(startsFor(env, world, taskQueue))));
  }

  return {
    inWorld,
    /** The same, with the booking's saga already started. */
    withSaga: <T>(
      world: World,
      test: (saga: Saga) => Promise<T>,
      options?: Partial<WorkerOptions>,
    ) => inWorld(world, async ({ saga }) => test(await saga()), options),
    sleep: (time: string) => slept(env, time),
  };
}

/**
 * The test server holds its time while a task is under way, and on a busy machine forgets to let go
 * of one. Then we let go in its place.
 */
async function slept(env: TestWorkflowEnvironment, time: string): Promise<void> {
  const asleep = env.sleep(time).then(() => true);
  while (!(await Promise.race([asleep, pause(HELD_AFTER_MS, false, { ref: false })])))
    await env.connection.testService?.unlockTimeSkipping({});
}

/** Ends the test before jest does, which would leave its worker running. */
async function within<T>(limitMs: number, test: Promise<T>): Promise<T> {
  const limit = new AbortController();
  const late = pause(limitMs, undefined, limit).then(() => {
    throw new Error(`the test is not through after ${limitMs} ms`);
  });
  return Promise.race([test, late]).finally(() => limit.abort());
}

export function subscriptionStart(setupId: string): SubscriptionStart {
  return {
    ...{ setupId, requestId: `req-${setupId}`, customerId: 'cus-41', stripeCustomerId: 'cus_3Qd' },
    ...{ subscriptionPlanId: 'plan-gold', stripePriceId: 'price_3Qd', paymentMethodId: 'pm_3Qd' },
  };
}

type Starts = ReturnType<typeof startsFor>;

function startsFor(env: TestWorkflowEnvironment, world: World, taskQueue: string) {
  const { workflow } = env.client;
  return {
    async saga() {
      const { bookingId } = world.request;
      const handle = await workflow.start<typeof bookingPayment>('bookingPayment', {
        workflowId: `booking-${bookingId}`,
        taskQueue,
        args: [world.request],
      });
      return sagaOf(handle, (refundId) => workflow.getHandle(`refund-${refundId}`));
    },
    async refund(workflowId: string, request: RefundRequest) {
      const handle = await workflow.start<typeof refundPayment>('refundPayment', {
        workflowId,
        taskQueue,
        args: [request],
      });
      return refundOf(handle);
    },
    /** The product's own clients. */
    bookings: createBookingWorkflows(env.client, taskQueue),
    refunds: createRefundWorkflows(env.client, taskQueue),
    /** As the product's client begins it, and as a person in the Web UI would. */
    disputes: createDisputeWorkflows(env.client, taskQueue),
    async dispute(disputeId: string, args: unknown[] = [{ disputeId }]) {
      const handle = await workflow.start('dispute', {
        workflowId: `dispute-${disputeId}`,
        taskQueue,
        args,
      });
      return disputeOf(handle as WorkflowHandle<typeof dispute>);
    },
    disputeOf: (disputeId: string) =>
      disputeOf(workflow.getHandle<typeof dispute>(`dispute-${disputeId}`)),
    /** As the product's client begins it, and as a person in the Web UI would. */
    async subscription(setupId: string, args: unknown[] = [subscriptionStart(setupId)]) {
      const handle = await workflow.start('subscription', {
        workflowId: `subscription-${setupId}`,
        taskQueue,
        args,
      });
      return subscriptionOf(handle as WorkflowHandle<typeof subscription>);
    },
    subscriptions: createSubscriptionWorkflows(env.client, taskQueue),
    /** By its id alone: whichever run it is in. */
    handleOf: (workflowId: string, runId?: string, followRuns = true) =>
      workflow.getHandle(workflowId, runId, { followRuns }),
    backfill: () =>
      workflow.start<typeof webhookBackfill>('webhookBackfill', {
        workflowId: 'webhook-backfill',
        taskQueue,
        args: [],
      }),
    sweep: () => workflow.execute('eventSweep', { workflowId: 'event-sweep', taskQueue, args: [] }),
  };
}

export type Saga = ReturnType<typeof sagaOf>;

function sagaOf(
  handle: WorkflowHandle<typeof bookingPayment>,
  refundHandle: (refundId: string) => WorkflowHandle<typeof refundPayment>,
) {
  let events = 0;
  const { details, shows } = detailsOf(handle);
  return {
    handle,
    details,
    shows,
    /** A signal as the webhook sends it; a new event each time unless one is named. */
    tell: (stripeEventId = `evt_${(events += 1)}`) =>
      handle.signal(paymentUpdated, { stripeEventId, objectId: 'pi_3Qa' }),
    cancel: (order: CancelOrder = { cancelledBy: 'customer' }) =>
      handle.executeUpdate(cancelBooking, { args: [order] }),
    confirm: (order: ConfirmOrder = {}, updateId?: string) =>
      handle.executeUpdate(confirmPayment, { args: [order], ...(updateId && { updateId }) }),
    /** As an operator gives them by hand: with any argument. */
    extend: (order: Partial<ExtendOrder>) =>
      handle.executeUpdate(extendDeadline, { args: [order as ExtendOrder] }),
    refund: (refundId: string) => refundOf(refundHandle(refundId)),
    /** Time is skipped from here on, so signals and updates come first. */
    result: () => handle.result(),
    keep: async (ending: string) => keepHistory(ending, await handle.fetchHistory()),
  };
}

export type Refund = ReturnType<typeof refundOf>;

function refundOf(handle: WorkflowHandle<typeof refundPayment>) {
  let events = 0;
  const { details, shows } = detailsOf(handle);
  return {
    handle,
    details,
    shows,
    tell: () =>
      handle.signal(refundUpdated, { stripeEventId: `evt_r${(events += 1)}`, objectId: 're_3Qa' }),
    result: () => handle.result(),
    keep: async (ending: string) =>
      keepHistory(`refundPayment-${ending}`, await handle.fetchHistory()),
  };
}

export type Dispute = ReturnType<typeof disputeOf>;

function disputeOf(handle: WorkflowHandle<typeof dispute>) {
  let events = 0;
  const { details, shows } = detailsOf(handle);
  return {
    handle,
    details,
    shows,
    tell: () =>
      handle.signal(disputeUpdated, { stripeEventId: `evt_d${(events += 1)}`, objectId: 'dp_1' }),
    /** As an operator gives it by hand: with any argument, or none. */
    answer: (...order: unknown[]) =>
      handle.executeUpdate(submitEvidence, { args: order as [EvidenceOrder] }),
    result: () => handle.result(),
    keep: async (ending: string) => keepHistory(`dispute-${ending}`, await handle.fetchHistory()),
  };
}

/** A subscription: its handle follows it through all of its runs. */
export function subscriptionOf(handle: WorkflowHandle<typeof subscription>) {
  let events = 0;
  const { details, shows } = detailsOf(handle);
  return {
    handle,
    details,
    shows,
    tell: () =>
      handle.signal(subscriptionUpdated, {
        ...{ stripeEventId: `evt_s${(events += 1)}`, objectId: 'sub_3Qd' },
      }),
    revise: (...order: unknown[]) =>
      handle.executeUpdate(reviseSubscription, { args: order as [RevisionOrder] }),
    result: () => handle.result(),
    keep: async (ending: string, history?: History) =>
      keepHistory(`subscription-${ending}`, history ?? (await handle.fetchHistory())),
  };
}

export type Subscription = ReturnType<typeof subscriptionOf>;

/** The current details, as Temporal's Web UI asks for them. */
function detailsOf(handle: Pick<WorkflowHandle, 'query'>) {
  const details = async () => {
    const metadata = await handle.query<{ currentDetails?: string }>(
      '__temporal_workflow_metadata',
    );
    return metadata.currentDetails ?? '';
  };
  const shows = (text: string) =>
    eventually(`details with "${text}"`, async () => {
      const shown = await details();
      if (!shown.includes(text)) throw new Error(`they say "${shown}"`);
      return shown;
    });
  return { details, shows };
}
