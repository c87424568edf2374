import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../../src/db/client';
import type { ActivityCount } from './activity-count';
import type { Caller } from './caller';
import type { Clock } from './clock';
import type { StripeSide } from './stripe';

const LOOK_MS = 30;
const QUIET_LOOKS = 6;
const QUIET_WITHIN_MS = 60_000;
const MINUTE = 60_000;
/** An event that has been tried so often is a person's task, and may stay where it is. */
const GIVEN_UP_AFTER = 8;

/** The steps in which time passes on the way to rest: to the deadlines, then past every window. */
const ON_THE_WAY = [1, 5, 10, 20, 60, 60, 120, 360, 720, 1_440, 1_440].map(
  (minutes) => minutes * MINUTE,
);

interface Watched {
  db: Database;
  stripe: StripeSide;
  clock: Clock;
  caller: Caller;
  activity: ActivityCount;
  runs: {
    takeUpLost: (bookingIds: readonly string[]) => Promise<void>;
    standing: (workflowId: string) => Promise<string>;
  };
}

/** How a test lets time pass, and how it knows that nothing moves any more. */
export function createRest({ db, stripe, clock, caller, activity, runs }: Watched) {
  /** All clocks move on together: Temporal's, the activities', Stripe's and the inbox's. */
  async function pass(ms: number): Promise<void> {
    await clock.skip(ms);
    await db.$executeRaw`
      UPDATE stripe_events SET next_delivery_at = next_delivery_at - ${ms} * interval '1 millisecond'
      WHERE delivered_at IS NULL`;
  }

  /** Until nothing has happened for a moment, without time passing. */
  async function quiet(): Promise<void> {
    const giveUpAt = Date.now() + QUIET_WITHIN_MS;
    let before = '';
    for (let still = 0; still < QUIET_LOOKS; still += 1) {
      if (Date.now() > giveUpAt) throw new Error(`still moving: ${before}`);
      const now = JSON.stringify(await signs());
      const busy = activity.running() > 0 || (await stripe.webhooksUnderWay()) > 0;
      if (busy || now !== before) still = -1;
      before = now;
      await pause(LOOK_MS);
    }
  }

  async function signs() {
    const [due] = await db.$queryRaw<{ due: bigint; events: bigint; transitions: bigint }[]>`
      SELECT (SELECT count(*) FROM stripe_events
               WHERE delivered_at IS NULL AND next_delivery_at <= now()) AS due,
             (SELECT count(*) FROM stripe_events) AS events,
             (SELECT count(*) FROM transitions) AS transitions`;
    return [activity.begun(), activity.running(), ...Object.values(due ?? {}).map(Number)];
  }

  /** What is not at rest. A person's tasks are at rest: nobody comes in a test. */
  async function moving(): Promise<{ bookings: string[]; words: string[] }> {
    const [bookings, refunds, undelivered] = await Promise.all([
      db.booking.findMany({ include: { payment: { include: { refunds: true } } } }),
      db.refund.findMany({ where: { status: 'pending' } }),
      db.stripeEvent.findMany({
        where: { deliveredAt: null, deliveries: { lte: GIVEN_UP_AFTER } },
      }),
    ]);
    const open = bookings.filter(({ status }) =>
      ['PENDING_PAYMENT', 'REFUND_PENDING'].includes(status),
    );
    const settled = bookings.filter((row) => !open.includes(row) && !awaitsPerson(row.status));
    const states = await Promise.all(settled.map(({ workflowId }) => caller.stateOf(workflowId)));
    const running = settled.filter((_, n) => states[n] === 'RUNNING');
    return {
      bookings: [...open, ...running].map(({ bookingId }) => bookingId),
      words: [
        ...(await Promise.all(open.map(stillOpen))),
        ...refunds.map(({ refundId }) => `refund ${refundId} is pending`),
        ...undelivered.map(({ stripeEventId: id, type }) => `${id} (${type}) is undelivered`),
        ...(await Promise.all(running.map(stillOpen))),
      ],
    };
  }

  async function stillOpen({ workflowId, status }: { workflowId: string; status: string }) {
    return `${workflowId} is ${status}, its run ${await runs.standing(workflowId)}`;
  }

  /** Lets as much time pass as it takes, three days at most; answers what still moves then. */
  async function rest(): Promise<string[]> {
    for (const step of ON_THE_WAY) {
      await quiet();
      const { bookings, words } = await moving();
      if (words.length === 0) return [];
      await runs.takeUpLost(bookings);
      await pass(step);
    }
    await quiet();
    return (await moving()).words;
  }

  return { pass, quiet, rest };
}

function awaitsPerson(status: string): boolean {
  return status === 'REFUND_FAILED';
}
