import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { PaymentConfirmed } from '../activities/payment-confirming';
import type { SubscriptionRevised } from '../activities/subscription-revision';
import type { BookingStatus } from '../domain/booking';
import type { RefundStatus } from '../domain/refund';
import type { RevisionOrder } from '../domain/subscription';
import type { BookingView, DisputeView, RefundView } from '../domain/views';

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

/** Our server confirms the PaymentIntent; the customer may still have to authenticate. */
export interface ConfirmOrder {
  /** Stripe's id of the payment method; absent after 3-D Secure, when Stripe holds it ready. */
  paymentMethodId?: string;
  /** Where the customer's bank sends the browser back to. Its query string proves nothing. */
  returnUrl?: string;
}

/** A manual act needs a reason, and leaves an audit row. */
export interface OperatorOrder {
  reason: string;
  actor?: string;
}

export interface ExtendOrder extends OperatorOrder {
  /** ISO 8601; later than the deadline that is, within 7 days from now. */
  expiresAt: string;
}

/** Sent by hand, from the Web UI, it may come without an argument. */
export const paymentUpdated = defineSignal<[StripeNews?]>('paymentUpdated');
export const cancelBooking = defineUpdate<BookingView, [CancelOrder]>('cancelBooking');
export const confirmPayment = defineUpdate<PaymentConfirmed, [ConfirmOrder]>('confirmPayment');
export const extendDeadline = defineUpdate<BookingView, [ExtendOrder]>('extendDeadline');
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
export const refundChanged = defineSignal<[RefundNews?]>('refundChanged');

/** The evidence pack is sent, and in front of it the operator's own words. They stay in the history. */
export interface EvidenceOrder extends OperatorOrder {
  text?: string;
}

export const disputeUpdated = defineSignal<[StripeNews?]>('disputeUpdated');
export const submitEvidence = defineUpdate<DisputeView, [EvidenceOrder]>('submitEvidence');
export const getDispute = defineQuery<DisputeView | undefined>('getDispute');

export const subscriptionUpdated = defineSignal<[StripeNews?]>('subscriptionUpdated');
/** Another plan or card, or its end. A refusal is an answer: the command's result tells it. */
export const reviseSubscription = defineUpdate<SubscriptionRevised, [RevisionOrder]>(
  'reviseSubscription',
);
