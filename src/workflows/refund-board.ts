import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { inWords } from '../domain/money';
import type { RefundView } from '../domain/views';
import { BookingId, NeedsAttention } from './search-attributes';

/** What operators see of a refund. An upsert is billed: only a failure and its end need one. */
export function showRefund(refund: RefundView): void {
  setCurrentDetails(sentence(refund));
  const failed = needsPerson(refund);
  const attributes = workflowInfo().typedSearchAttributes;
  if ((attributes.get(NeedsAttention) ?? false) === failed) return;
  upsertSearchAttributes([
    { key: NeedsAttention, value: failed },
    { key: BookingId, value: refund.bookingId },
  ]);
}

/** It failed, and nobody has paid it back or closed it yet. */
export function needsPerson({ status, manual }: RefundView): boolean {
  return status === 'failed' && !manual;
}

function sentence(refund: RefundView): string {
  const sum = inWords(refund);
  switch (refund.status) {
    case 'pending':
      return `Stripe is giving ${sum} back.`;
    case 'succeeded':
      return `${sum} given back.`;
    case 'failed':
      if (refund.manual) return `${sum} was given back otherwise. This refund is closed.`;
      return `**The refund of ${sum} failed** (${why(refund)}).\n\n${remedy(refund)}`;
  }
}

function why({ errorCode = 'unknown', errorMessage = 'no reason given' }: RefundView): string {
  return `${errorCode}: ${errorMessage}`;
}

function remedy({ external }: RefundView): string {
  const byHand = 'ay the customer by other means and send `markRefundedManually`.';
  if (external) return `It was made at Stripe. P${byHand} It needs a \`reason\`.`;
  return `Send the update \`retryRefund\` to try again, or p${byHand} Both need a \`reason\`.`;
}
