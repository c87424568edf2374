import '../../support/quiet-runtime';
import { randomUUID } from 'node:crypto';
import type { Policy } from '../../../src/activities/dependencies';
import { createDatabase } from '../../../src/db/client';
import type { Behaviour } from '../../../dev/booking-owner/behaviour';
import { eventually } from '../../support/eventually';
import { freshDatabase } from '../../support/postgres';
import { scratch } from '../../support/scratch';
import { registerSearchAttributes } from '../../support/search-attributes';
import { createTimeSkipping } from '../../support/temporal';
import { createActivityCount } from './activity-count';
import { createCaller } from './caller';
import { createClock } from './clock';
import { createCustomer } from './customer';
import { startHouse } from './house';
import { createLooks } from './looks';
import { createOrders, requestOf, type Order } from './orders';
import { startProduct } from './product';
import { createRest } from './rest';
import { createRuns } from './runs';
import { startStripe } from './stripe';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Real time that a busy machine may need for what takes a moment. */
const PATIENCE_MS = 60_000;

const POLICY: Policy = {
  paymentWindowMs: 15 * MINUTE,
  confirmWindowMs: 2 * HOUR,
  maxAttempts: 10,
  failurePolicy: 'retry',
  methodTypes: ['card'],
  livemode: false,
  returnUrl: 'http://localhost:5173/payment/confirmation',
};

export type Rig = Awaited<ReturnType<typeof startRig>>;

/**
 * The whole saga in one process: the product with its real database, Stripe's simulator, the
 * booking owner and a Temporal server whose time is skipped when a test says so, and only then.
 */
export async function startRig(policy: Partial<Policy> = {}) {
  const run = `s${randomUUID().slice(0, 8)}`;
  const { dir, remove } = scratch('saga');
  const [database, stripe, house, env] = await Promise.all([
    freshDatabase(),
    startStripe(dir),
    startHouse(dir),
    createTimeSkipping(),
  ]);
  await registerSearchAttributes(env);
  const db = createDatabase(database.url, 40);
  const activity = createActivityCount();
  const clock = createClock(env, stripe.moveClock, activity);
  const taskQueue = `booking-payments-${run}`;
  const around = { env, taskQueue, db, stripe, house, clock, activity };
  const product = await startProduct({ ...around, policy: { ...POLICY, ...policy } });
  const caller = createCaller(product.url, product.temporal, taskQueue);
  const customer = createCustomer(stripe);
  const order = createOrders(run);
  const bookings: Order[] = [];
  const runs = createRuns({ caller, activity, client: product.temporal });
  const takeUpLost = (ids: readonly string[]) =>
    runs.takeUpLost(bookings.filter(({ bookingId }) => ids.includes(bookingId)));
  const rest = createRest({
    ...{ db, stripe, clock, caller, activity },
    runs: { takeUpLost, standing: runs.standing },
  });

  function ordered(more: Partial<Order> = {}): Order {
    const made = order(more);
    bookings.push(made);
    return made;
  }

  const rowOf = (bookingId: string) =>
    db.booking.findUnique({ where: { bookingId }, include: { payment: true } });

  async function intentOf({ bookingId }: Order, withinMs = PATIENCE_MS): Promise<string> {
    return eventually(
      `${bookingId} has a PaymentIntent`,
      async () => (await rowOf(bookingId))?.payment?.stripePaymentIntentId,
      { withinMs, everyMs: 20 },
    );
  }

  const looks = createLooks({ db, stripe, house, temporal: product.temporal });

  return {
    run,
    db,
    env,
    activity,
    clock,
    stripe,
    house,
    caller,
    customer,
    /** All purchases of this rig, for the judge. */
    bookings,
    ordered,
    url: product.url,
    taskQueue,
    rowOf,
    intentOf,
    ...rest,
    ...looks,
    terminate: ({ bookingId }: Order) => runs.terminate(`booking-${bookingId}`),

    /** Ordered over HTTP; waits for its payment to be pending. */
    async opened(more: Partial<Order> = {}) {
      const booking = ordered(more);
      const { status, body } = await caller.create(requestOf(booking));
      // 202 on a busy machine: the payment is on its way.
      if (status !== 201 && status !== 202)
        throw new Error(`not created: ${status} ${JSON.stringify(body)}`);
      return { ...booking, intentId: await intentOf(booking) };
    },
    /** Waits, in real time, until the row says so. */
    becomes: (bookingId: string, status: string, withinMs = PATIENCE_MS) =>
      eventually(
        `${bookingId} is ${status}`,
        async () => {
          const row = await rowOf(bookingId);
          if (row?.status !== status) throw new Error(`it is ${row?.status}`);
          return row;
        },
        { withinMs, everyMs: 20 },
      ),
    ownerTreats: ({ bookingId }: Order, behaviour: Behaviour) => house.treats(bookingId, behaviour),
    fault: (fault: object) => stripe.control<{ id: string }>('POST', '/faults', fault),
    webhookFault: (fault: object) =>
      stripe.control<{ id: string }>('POST', '/webhooks/faults', fault),
    /** Waits until a fault has struck so often. */
    struck: (id: string, times: number) =>
      eventually(`${id} struck`, async () => (await stripe.struck(id)) >= times, {
        withinMs: PATIENCE_MS,
      }),
    clearFaults: () => stripe.control('DELETE', '/faults'),

    async stop(): Promise<void> {
      await product.stop();
      await env.teardown();
      await db.$disconnect();
      await Promise.all([stripe.close(), house.close(), database.drop()]);
      remove();
    },
  };
}
