import { Client, Connection } from '@temporalio/client';
import type { DemoBooking } from '../booking';
import { createBody } from './api';

interface TemporalAddress {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
}

/** Starts a booking as voyage-service does: by any Temporal client, knowing names only. */
export async function connectTemporal({ address, namespace, taskQueue }: TemporalAddress) {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  return {
    async start(booking: DemoBooking): Promise<void> {
      booking.step = 'starting the workflow';
      await client.workflow.start('bookingPayment', {
        workflowId: `booking-${booking.bookingId}`,
        taskQueue,
        args: [createBody(booking)],
      });
    },
    close: () => connection.close(),
  };
}

export type Temporal = Awaited<ReturnType<typeof connectTemporal>>;
