import { Client, Connection } from '@temporalio/client';
import type { DemoBooking } from '../booking';
import { createBody } from './api';

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
    const updateId = `${name}-${workflowId}`.slice(0, 200);
    await client.workflow.getHandle(workflowId).executeUpdate(name, { args: [body], updateId });
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

export type Temporal = Awaited<ReturnType<typeof connectTemporal>>;
