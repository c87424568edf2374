import type { CanonicalEvent } from '../../domain/events';
import { messageOf } from './amounts';

interface Told {
  errorCode: string;
  errorMessage: string;
}

/** Why money did not come, or not go back; undefined of an event that says nothing of the kind. */
export function failureOf(event: CanonicalEvent): Told | undefined {
  switch (event.eventType) {
    case 'payment.attempt_failed':
    case 'payment.failed':
      return told(event.payload.errorCode, messageOf(event.payload));
    case 'payment.cancelled':
      return told('payment_cancelled', 'Payment cancelled');
    case 'payment.expired':
      return told('payment_expired', 'Payment expired');
    case 'payment.unapplied':
      return told(event.payload.reason, 'Payment cannot be applied');
    case 'payment.refund_failed':
      return told(event.payload.errorCode, event.payload.errorMessage || 'Refund failed');
    default:
      return undefined;
  }
}

function told(errorCode: string | undefined, errorMessage: string): Told {
  return { errorCode: errorCode || 'unknown', errorMessage };
}
