import type { z } from 'zod';
import { envelopeOf } from './envelope';
import {
  paymentCompletedPayload,
  paymentFailedPayload,
  paymentInitiatedPayload,
  paymentRefundedPayload,
} from './payloads';

export const paymentInitiatedEvent = envelopeOf('payment.initiated', paymentInitiatedPayload);
export const paymentCompletedEvent = envelopeOf('payment.completed', paymentCompletedPayload);
export const paymentFailedEvent = envelopeOf('payment.failed', paymentFailedPayload);
export const paymentRefundedEvent = envelopeOf('payment.refunded', paymentRefundedPayload);
/** Beside 002's, so that no consumer of it takes a decline or a partial refund for the end. */
export const attemptFailedEvent = envelopeOf('payment.attempt_failed', paymentFailedPayload);
export const partiallyRefundedEvent = envelopeOf(
  'payment.partially_refunded',
  paymentRefundedPayload,
);

export type PaymentInitiatedEvent = z.output<typeof paymentInitiatedEvent>;
export type PaymentCompletedEvent = z.output<typeof paymentCompletedEvent>;
export type PaymentFailedEvent = z.output<typeof paymentFailedEvent>;
export type PaymentRefundedEvent = z.output<typeof paymentRefundedEvent>;
export type PaymentAttemptFailedEvent = z.output<typeof attemptFailedEvent>;
export type PaymentPartiallyRefundedEvent = z.output<typeof partiallyRefundedEvent>;
