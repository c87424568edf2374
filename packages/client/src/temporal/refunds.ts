import { BookingPaymentError } from '../booking-payment-error';
import type { RefundOrder } from '../booking-payments';
import type { Argument } from './start-argument';

/** One key stands for one refund. A refund that Stripe had news of was taken up without its order. */
export function mustBeSameRefund({ amount, reason }: RefundOrder, given: Argument): void {
  if (given['resume'] !== undefined) return;
  if (given['amount'] !== amount || given['reason'] !== reason) throw keyReused();
}

/** The row may be older than the workflow: Temporal keeps what has ended only for a while. */
export function mustBeOfAmount({ amount }: RefundOrder, made: { amountMinor: number }): void {
  if (amount !== undefined && amount !== made.amountMinor) throw keyReused();
}

function keyReused(): BookingPaymentError {
  return new BookingPaymentError(
    'idempotency_key_reused',
    'This key was used for a refund of another amount, or for another reason. Use a new key.',
  );
}

const WORDS: Record<string, string> = {
  payment_not_found: 'There is no such payment.',
  payment_not_refundable: 'Nothing can be refunded: the booking has taken no money.',
  payment_disputed:
    'The charge is disputed: Stripe refunds nothing of it. It can be refunded again once the dispute is won.',
  refund_exceeds_balance: 'Less than that can still be refunded; refunds that are pending count.',
  amount_invalid_for_currency: "Stripe cannot give back this amount in the booking's currency.",
};

/** A refund's workflow that ended without a row says why by a word. */
export function refusedRefund(result: unknown): BookingPaymentError {
  const { refused = 'refused' } = (result ?? {}) as { refused?: string };
  return new BookingPaymentError(refused, WORDS[refused] ?? `The service refused: ${refused}.`);
}
