import type { Client } from '@temporalio/client';
import type Stripe from 'stripe';
import type { Database } from '../../../src/db/client';
import { eventually } from '../../support/eventually';
import type { House } from './house';
import type { Order } from './orders';
import type { StripeSide } from './stripe';

interface LookedAt {
  db: Database;
  stripe: StripeSide;
  house: House;
  temporal: Client;
}

/** What tests look at, beyond what the judge does. */
export function createLooks({ db, stripe, house, temporal }: LookedAt) {
  const transition = ({ bookingId }: Order, type: string) =>
    db.transition.findFirst({ where: { aggregateid: bookingId, type } });

  return {
    /** Waits for an event of the booking. */
    heard: (booking: Order, type: string) =>
      eventually(`${booking.bookingId}: ${type}`, () => transition(booking, type), {
        everyMs: 20,
        withinMs: 60_000,
      }),
    payloadOf: async (booking: Order, type: string) => (await transition(booking, type))?.payload,
    /** The body that waits for Kafka on a topic. */
    async recordOf({ bookingId }: Order, topic: string): Promise<unknown> {
      const row = await db.eventRecord.findFirst({ where: { bookingId, topic } });
      return row && JSON.parse(row.value);
    },
    async flagsOf({ bookingId }: Order): Promise<string[]> {
      const rows = await db.flag.findMany({ where: { bookingId, clearedAt: null } });
      return rows.map(({ kind }) => kind).sort();
    },
    async chargeOf(intentId: string): Promise<Stripe.Charge> {
      const intent = await stripe.outside.paymentIntents.retrieve(intentId, {
        expand: ['latest_charge'],
      });
      return intent.latest_charge as Stripe.Charge;
    },
    confirmationsAsked: ({ bookingId }: Order) =>
      house.calls().filter((call) => call.bookingId === bookingId && call.action === 'confirm')
        .length,
    /** How often the booking's workflow was begun. */
    async runsOf({ bookingId }: Order): Promise<number> {
      const handle = temporal.workflow.getHandle(`booking-${bookingId}`);
      const { runId } = await handle.describe();
      const { firstExecutionRunId } = (await handle.fetchHistory()).events?.[0]
        ?.workflowExecutionStartedEventAttributes ?? { firstExecutionRunId: '' };
      return runId === firstExecutionRunId ? 1 : 2;
    },
  };
}
