import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { BookingStatus } from '../domain/booking';
import type { RefundStatus } from '../domain/refund';
import type { BookingView, RefundView } from '../domain/views';

/** Signals, updates and queries, defined once for workflows, clients and tests. */

/** Ids only: the workflow reads Stripe itself, once per wake. */
export interface StripeNews {
  stripeEventId: string;
  objectId: string;
}

export interface CancelOrder {
  cancelledBy: 'customer' | 'operator';
  /** Required from an operator. */
  reason?: string;
}

/** A manual act needs a reason, and leaves an audit row. */
export interface OperatorOrder {
  reason: string;
  actor?: string;
}

/** Sent by hand, from the Web UI, it may come without an argument. */
export const paymentUpdated = defineSignal<[StripeNews?]>('paymentUpdated');
export const cancelBooking = defineUpdate<BookingView, [CancelOrder]>('cancelBooking');
export const getBooking = defineQuery<BookingView | undefined>('getBooking');

export const refundUpdated = defineSignal<[StripeNews]>('refundUpdated');
export const retryRefund = defineUpdate<RefundView, [OperatorOrder]>('retryRefund');
export const markRefundedManually = defineUpdate<RefundView, [OperatorOrder]>(
  'markRefundedManually',
);
export const getRefund = defineQuery<RefundView | undefined>('getRefund');

export interface RefundNews {
  refundId: string;
  status: RefundStatus;
  /** Stripe has a refund of it, whatever became of that since. */
  accepted: boolean;
  bookingStatus: BookingStatus;
}

/** A refund tells the saga that waits for it that Stripe has taken it on, or that it failed. */
export const refundChanged = defineSignal<[RefundNews]>('refundChanged');
