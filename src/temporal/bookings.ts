import type { Client } from '@temporalio/client';
import {
  TypedSearchAttributes,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type SearchAttributePair,
} from '@temporalio/common';
import type { BookingRequest } from '../domain/booking';
import { inWords } from '../domain/money';
import { bookingWorkflowId } from '../domain/workflow-ids';
import {
  cancelBooking,
  confirmPayment,
  extendDeadline,
  paymentUpdated,
  type CancelOrder,
  type ConfirmOrder,
  type ExtendOrder,
} from '../workflows/messages';
import * as attribute from '../workflows/search-attributes';
import { bounded } from './bounded';
import { teller } from './signals';
import { sender } from './updates';

export type { CancelOrder, ConfirmOrder, ExtendOrder };

export const START_LIMIT_MS = 5_000;

/** `closed`: a workflow of this id has ended before, and none was started now. */
export type Start = 'running' | 'closed';

/** The client's side of `bookingPayment`. Throws `TemporalUnavailable` when nobody answers. */
export function createBookingWorkflows(client: Client, taskQueue: string) {
  return {
    /** A second start with the same bookingId answers with the first. */
    async start(
      request: BookingRequest,
      workflowId = bookingWorkflowId(request.bookingId),
    ): Promise<Start> {
      try {
        await bounded(client, START_LIMIT_MS, () =>
          client.workflow.start('bookingPayment', {
            workflowId,
            taskQueue,
            args: [request],
            workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
            workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
            staticSummary: summary(request),
            typedSearchAttributes: attributes(request),
          }),
        );
        return 'running';
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return 'closed';
        throw error;
      }
    },

    tell: teller(client, paymentUpdated),

    /** Waits until Stripe has closed the PaymentIntent or has refused to. */
    cancel: sender(client, cancelBooking),

    /** Waits for Stripe's answer. A decline is an answer, no refusal. */
    confirm: sender(client, confirmPayment),

    extend: sender(client, extendDeadline),
  };
}

export type BookingWorkflows = ReturnType<typeof createBookingWorkflows>;

/** What operators read in Temporal's lists. The server takes at most 400 bytes. */
function summary({ bookingId, bookingReference, amount, currency }: BookingRequest): string {
  const name = (bookingReference ?? bookingId).slice(0, 64);
  return `Booking ${name}, ${inWords({ amountMinor: amount, currency })}`;
}

function attributes(request: BookingRequest): TypedSearchAttributes {
  const { bookingId, bookingReference, customerId } = request;
  const pairs: SearchAttributePair[] = [
    { key: attribute.BookingId, value: bookingId },
    { key: attribute.BookingStatus, value: 'PENDING_PAYMENT' },
    { key: attribute.PaymentStatus, value: 'initiating' },
  ];
  if (bookingReference) pairs.push({ key: attribute.BookingReference, value: bookingReference });
  if (customerId) pairs.push({ key: attribute.CustomerId, value: customerId });
  return new TypedSearchAttributes(pairs);
}
