import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { BookingPaymentError } from '../booking-payment-error';
import type { Booking } from '../booking-payments';

/** The workflow's own words for an update that it did not take; other errors as they are. */
export function refusalOf(error: unknown, ended?: Booking): unknown {
  if (error instanceof WorkflowNotFoundError && ended)
    return new BookingPaymentError(
      'payment_not_cancellable',
      `The booking is ${ended.status}, its payment ${ended.paymentStatus}: it cannot be cancelled. Refund it instead.`,
    );
  if (!(error instanceof WorkflowUpdateFailedError)) return error;
  const { cause } = error;
  const failure = cause instanceof ActivityFailure ? cause.cause : cause;
  return failure instanceof ApplicationFailure
    ? new BookingPaymentError(failure.type ?? 'refused', failure.message)
    : error;
}
