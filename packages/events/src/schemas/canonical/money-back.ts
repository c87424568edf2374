import { z } from 'zod';
import {
  currency,
  errorCode,
  errorMessage,
  flag,
  instant,
  minor,
  named,
  oneOf,
  refundId,
  word,
} from '../fields';
import { canonicalEventOf } from './envelope';

const refund = {
  refundId,
  refundCurrency: currency
    .meta({ description: "Only where the charge was taken in another currency than the booking's" })
    .exactOptional(),
  refundAmountMinor: minor('This refund'),
};
const total = { refundedTotalMinor: minor('Given back so far, all refunds together') };
const reason = word('Why, in words');
const disputeId = named("Stripe's dispute, dp_…");

export const MONEY_BACK_EVENTS = [
  canonicalEventOf('payment.refund_initiated', {
    ...refund,
    reason,
    requestedBy: oneOf(['api', 'command', 'operator', 'saga', 'external'], 'Who asked for it'),
  }),
  canonicalEventOf('payment.refunded', {
    ...refund,
    ...total,
    stripeRefundId: named(
      "Stripe's refund, re_…; absent where it was paid by hand",
    ).exactOptional(),
    fullyRefunded: flag('Nothing is left to give back'),
    reason,
    manual: z
      .literal(true)
      .meta({ description: 'An operator paid it back outside Stripe' })
      .exactOptional(),
  }),
  canonicalEventOf('payment.refund_failed', {
    ...refund,
    ...total,
    errorCode: errorCode.exactOptional(),
    errorMessage: errorMessage.exactOptional(),
  }),
  canonicalEventOf('payment.disputed', {
    disputeId,
    disputedAmountMinor: minor('What the bank asks back'),
    reason: word("Stripe's reason of the dispute"),
    evidenceDueBy: instant('When evidence is due').exactOptional(),
  }),
  canonicalEventOf('payment.dispute_closed', {
    disputeId,
    outcome: oneOf(['won', 'lost', 'warning_closed'], 'How it ended'),
  }),
] as const;
