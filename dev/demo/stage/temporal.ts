import {
  ApplicationFailure,
  Client,
  Connection,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { DemoBooking } from '../booking';
import { createBody } from './api';
import { NotYet, patiently } from './patience';

const PATIENCE_MS = 30_000;
/** The row is ahead of the workflow for a moment: an operator sends it again. */
const TOO_EARLY = ['booking_not_open', 'refund_not_failed'];

interface TemporalAddress {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
}

/** What any Temporal client can do, knowing names only: voyage-service starts, operators act. */
export async function connectTemporal({ address, namespace, taskQueue }: TemporalAddress) {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });

  /** Sent again under the same id, it is the same act. */
  async function update(workflowId: string, name: string, body: object): Promise<void> {
    const updateId = `${name}-${workflowId}`;
    const handle = client.workflow.getHandle(workflowId);
    await patiently(`${name} of ${workflowId}`, PATIENCE_MS, async () => {
      try {
        await handle.executeUpdate(name, { args: [body], updateId });
      } catch (error) {
        throw tooEarly(error) ?? error;
      }
    });
  }

  return {
    async start(booking: DemoBooking): Promise<void> {
      booking.step = 'starting the workflow';
      await client.workflow.start('bookingPayment', {
        workflowId: `booking-${booking.bookingId}`,
        taskQueue,
        args: [createBody(booking)],
      });
    },

    /** An operator's act on the booking itself. */
    async order(booking: DemoBooking, name: string, body: object): Promise<void> {
      booking.step = `an operator sends ${name}`;
      await update(`booking-${booking.bookingId}`, name, body);
    },

    /** An operator's act on a refund that has failed. */
    async settle(booking: DemoBooking, name: string, refundId: string): Promise<void> {
      booking.step = `an operator sends ${name}`;
      await update(`refund-${refundId}`, name, { reason: 'demo: the refund had failed' });
    },

    /** An operator starts a refund, as in the Web UI, under an id of their own. */
    async refund(booking: DemoBooking, amount: number): Promise<void> {
      booking.step = 'an operator starts a refund';
      const { bookingId, paymentId } = booking;
      await client.workflow.start('refundPayment', {
        workflowId: `operator-${bookingId}`,
        taskQueue,
        args: [{ paymentId, amount, reason: 'demo: a gesture' }],
      });
    },

    close: () => connection.close(),
  };
}

function tooEarly(error: unknown): Error | undefined {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const refused = `${cause.type}: ${cause.message}`;
  return TOO_EARLY.includes(cause.type ?? '') ? new NotYet(refused) : new Error(refused);
}

export type Temporal = Awaited<ReturnType<typeof connectTemporal>>;
