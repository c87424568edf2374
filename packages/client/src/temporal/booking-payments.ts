import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { notFound } from '../booking-payment-error';
import type { BookingPayments } from '../booking-payments';
import { bookingWorkflowIdOf, paymentIdOf, refundIdOf, refundWorkflowIdOf } from '../ids';
import { outcome, watch } from '../watch';
import { refusalOf } from './refusals';
import { createStarts } from './starts';
import { ofBooking, ofRefund, type BookingView, type RefundView } from './views';

export interface TemporalOptions {
  client: Client;
  /** `booking-payments` when absent. */
  taskQueue?: string;
}

/**
 * For services that have access to Temporal, such as voyage-service. A booking is told as its own
 * workflow left it: refunds that were made later are told by REST and by Kafka.
 */
export function overTemporal({ client, taskQueue = 'booking-payments' }: TemporalOptions) {
  const begin = createStarts(client, taskQueue);

  async function find(bookingId: string) {
    try {
      const handle = client.workflow.getHandle(bookingWorkflowIdOf(bookingId));
      const view = await handle.query<BookingView | undefined>('getBooking');
      return view && ofBooking(view);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }

  return {
    async start(order) {
      const workflowId = bookingWorkflowIdOf(order.bookingId);
      const type = 'bookingPayment';
      return ofBooking(
        await begin<BookingView>({ type, workflowId, args: order, view: 'getBooking' }),
      );
    },

    find,
    watch: (bookingId, watching) => watch(find, bookingId, watching),
    outcome: (bookingId, watching) => outcome(find, bookingId, watching),

    async cancel(bookingId, { cancelledBy = 'customer', reason } = {}) {
      const handle = client.workflow.getHandle(bookingWorkflowIdOf(bookingId));
      const order = { cancelledBy, ...(reason !== undefined && { reason }) };
      try {
        return ofBooking(
          await handle.executeUpdate<BookingView, [object]>('cancelBooking', { args: [order] }),
        );
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw refusalOf(error);
        const ended = await find(bookingId);
        if (ended?.status === 'CANCELLED') return ended;
        throw ended ? refusalOf(error, ended) : notFound(bookingId);
      }
    },

    async refund(bookingId, { key, ...order }) {
      const paymentId = paymentIdOf(bookingId);
      const identity = `command:${key}`;
      const workflowId = refundWorkflowIdOf(refundIdOf(paymentId, identity));
      const args = { ...order, paymentId, identity };
      return ofRefund(
        await begin<RefundView>({ type: 'refundPayment', workflowId, args, view: 'getRefund' }),
      );
    },
  } satisfies BookingPayments;
}
