import type { Client } from '@temporalio/client';
import type { BookingPayments, CancelOrder } from '../booking-payments';
import { bookingWorkflowIdOf, paymentIdOf, refundIdOf, refundWorkflowIdOf } from '../ids';
import { paymentsOver } from '../way';
import { createBookings, mustGoOn } from './bookings';
import { isInterrupted } from './observation';
import { mustBePayable, mustBeSamePurchase, refusedPurchase } from './purchases';
import { createAsk } from './questions';
import { isGone, interrupted, refusalOf } from './refusals';
import { mustBeOfAmount, mustBeSameRefund, refusedRefund } from './refunds';
import { createStarts } from './starts';
import { ofBooking, ofRefund, type BookingView, type RefundView } from './views';

export interface TemporalOptions {
  client: Client;
  /** `booking-payments` when absent. */
  taskQueue?: string;
  /** How long a call waits for Temporal and its workers; 20,000 when absent. */
  timeoutMs?: number;
}

/**
 * For services that have access to Temporal, such as voyage-service. A booking is told as its own
 * workflow left it: refunds that were made later are told by REST and by Kafka.
 */
export function overTemporal({
  client,
  taskQueue = 'booking-payments',
  timeoutMs = 20_000,
}: TemporalOptions): BookingPayments {
  const ask = createAsk(client);
  const begin = createStarts({ client, ask, taskQueue, timeoutMs });
  const { looking, find, alreadyCancelled } = createBookings({ client, ask, timeoutMs });

  return paymentsOver({
    async start(order) {
      const workflowId = bookingWorkflowIdOf(order.bookingId);
      const { status, view } = await begin<BookingView>({
        ...{ type: 'bookingPayment', workflowId, argument: order, query: 'getBooking' },
        mustBeSame: (given) => mustBeSamePurchase(order, given),
        refusal: (result, given) => refusedPurchase(order, given, result),
      });
      mustBePayable(view);
      mustGoOn(workflowId, status, view);
      return ofBooking(view);
    },

    find,
    looking,

    async cancel(bookingId, { cancelledBy = 'customer', reason }) {
      const handle = client.workflow.getHandle(bookingWorkflowIdOf(bookingId));
      const order = { cancelledBy, ...(reason !== undefined && { reason }) };
      const cancelled = () =>
        handle.executeUpdate<BookingView, [CancelOrder]>('cancelBooking', { args: [order] });
      try {
        return ofBooking(await ask(Date.now() + timeoutMs, cancelled));
      } catch (error) {
        if (!isGone(error)) throw refusalOf(error);
        return alreadyCancelled(bookingId);
      }
    },

    async refund(bookingId, order) {
      const { key, ...wish } = order;
      const paymentId = paymentIdOf(bookingId);
      // The same identity as over REST: whoever falls back to the other way asks for the same.
      const identity = `key:${key}`;
      const workflowId = refundWorkflowIdOf(refundIdOf(paymentId, identity));
      const argument = { ...wish, paymentId, identity };
      const { status, view } = await begin<RefundView>({
        ...{ type: 'refundPayment', workflowId, argument, query: 'getRefund' },
        mustBeSame: (given) => mustBeSameRefund(order, given),
        refusal: refusedRefund,
      });
      mustBeOfAmount(order, view);
      if (view.status === 'pending' && isInterrupted(status)) throw interrupted(workflowId, status);
      return ofRefund(view);
    },
  });
}
