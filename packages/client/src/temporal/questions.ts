import {
  ServiceError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  isGrpcServiceError,
  type Client,
} from '@temporalio/client';
import { BookingPaymentError, notYet } from '../booking-payment-error';

/** gRPC's: cancelled, unknown, deadline exceeded, resource exhausted, aborted, internal, unavailable. */
const SILENT: readonly unknown[] = [1, 2, 4, 8, 10, 13, 14];
const FORBIDDEN = 7;
const UNAUTHENTICATED = 16;

/** `until`: in ms since 1970; after it nobody waits for the answer any more. */
export type Ask = <T>(until: number, call: () => Promise<T>) => Promise<T>;

/** Asks Temporal, and tells in our words where it gives no answer. */
export function createAsk(client: Client): Ask {
  return async (until, call) => {
    try {
      return await client.withDeadline(until, call);
    } catch (error) {
      throw inOurWords(error);
    }
  };
}

/** Answers of Temporal, such as `WorkflowNotFoundError`, and faults of ours stay as they are. */
function inOurWords(error: unknown): unknown {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
    return notYet('No worker has answered in time.', error);
  const code = codeOf(error);
  if (code === FORBIDDEN)
    return new BookingPaymentError('forbidden', 'Temporal does not let you do this.', {
      cause: error,
    });
  if (code === UNAUTHENTICATED)
    return new BookingPaymentError('unauthenticated', 'Temporal does not know you.', {
      cause: error,
    });
  if (!SILENT.includes(code)) return error;
  const message = 'Temporal did not answer. Repeat the call; nothing happens twice.';
  return new BookingPaymentError('unreachable', message, { retryable: true, cause: error });
}

function codeOf(error: unknown): number | undefined {
  if (isGrpcServiceError(error)) return Number(error.code);
  return error instanceof ServiceError ? codeOf(error.cause) : undefined;
}
