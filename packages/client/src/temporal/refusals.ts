import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { BookingPaymentError } from '../booking-payment-error';
import type { Booking } from '../booking-payments';

/** The server's word for an update whose workflow ended before it had answered. */
const ENDED_MEANWHILE = 'AcceptedUpdateCompletedWorkflow';

/** No workflow waits for the update: there is none, or it has ended. */
export function isGone(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || failureIn(error)?.type === ENDED_MEANWHILE;
}

/** The workflow's own words for an update that it did not take; other errors as they are. */
export function refusalOf(error: unknown): unknown {
  const failure = failureIn(error);
  return failure ? new BookingPaymentError(failure.type ?? 'refused', failure.message) : error;
}

function failureIn(error: unknown): ApplicationFailure | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const { cause } = error;
  const failure = cause instanceof ActivityFailure ? cause.cause : cause;
  return failure instanceof ApplicationFailure ? failure : undefined;
}

export function notCancellable({ status, paymentStatus }: Booking): BookingPaymentError {
  return new BookingPaymentError(
    'payment_not_cancellable',
    `The booking is ${status}, its payment ${paymentStatus}: it cannot be cancelled. Refund it instead.`,
  );
}

/** Somebody has ended the workflow by hand: nobody acts any more until it is started again. */
export function interrupted(
  workflowId: string,
  status: string,
  cause?: unknown,
): BookingPaymentError {
  const message =
    `${workflowId} was ended from outside (${status}) before it was done. Tell an operator to ` +
    'start it again under the same id; until then REST tells how it stands.';
  return new BookingPaymentError('interrupted', message, { cause });
}
