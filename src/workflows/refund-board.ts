import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { inWords } from '../domain/money';
import type { RefundView } from '../domain/views';
import { BookingId, NeedsAttention } from './search-attributes';

/** What operators see of a refund. An upsert is billed: only a failure and its end need one. */
export function showRefund(refund: RefundView): void {
  setCurrentDetails(sentence(refund));
  const failed = refund.status === 'failed';
  const attributes = workflowInfo().typedSearchAttributes;
  if ((attributes.get(NeedsAttention) ?? false) === failed) return;
  upsertSearchAttributes([
    { key: NeedsAttention, value: failed },
    { key: BookingId, value: refund.bookingId },
  ]);
}

function sentence({ status, amountMinor, currency, errorCode, errorMessage }: RefundView): string {
  const sum = inWords({ amountMinor, currency });
  switch (status) {
    case 'pending':
      return `Stripe is giving ${sum} back.`;
    case 'succeeded':
      return `${sum} given back.`;
    case 'failed':
      return (
        `**The refund of ${sum} failed** (${errorCode ?? 'unknown'}: ${errorMessage ?? 'no reason given'}).\n\n` +
        'Send the update `retryRefund` to try again, or pay the customer by other means and send ' +
        '`markRefundedManually`. Both need a `reason`.'
      );
  }
}
