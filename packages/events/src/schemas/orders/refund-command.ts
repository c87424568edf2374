import { z } from 'zod';
import { about, amountMajor, decimalId, given, givenText, version } from '../incoming';

/**
 * Order service's command on `payment-refund-initiated` (contracts.md 2.3): a `PaymentEvent` of
 * 003_ca788c9e7cbcbe8d.txt of which most fields may be absent or `null`. Which amount and which
 * reason count is for its consumer to say.
 */
export const refundCommand = z.looseObject({
  paymentId: about(decimalId, "Our number of the payment: the paymentId of this family's events"),
  orderId: about(decimalId, 'The order that it paid'),
  eventId: about(
    givenText(200),
    'Identity of the request: a repeat has the same. Without it there is one such refund of a payment',
  ),
  eventType: about(
    given(z.literal('PAYMENT_REFUND_INITIATED', 'Send PAYMENT_REFUND_INITIATED, or leave it out')),
    'What this is',
  ),
  userId: about(given(decimalId), 'Not read'),
  amount: about(
    given(amountMajor),
    'In major units. The price of the order, or what goes back where refundAmount is absent',
  ),
  refundAmount: about(given(amountMajor), 'What goes back, in major units'),
  currency: about(
    given(z.string().regex(/^[A-Za-z]{3}$/, 'Send three letters, such as usd, or leave it out')),
    'ISO 4217',
  ),
  refundReason: about(givenText(500), 'Why, in words'),
  reason: about(givenText(500), 'Why, where refundReason is absent'),
  cancelReason: about(givenText(500), 'Why, where both are absent'),
  source: about(givenText(200), 'Who asks; believed of nobody'),
  version: about(version, 'Of this body: 1.0, also when absent'),
  /** With or without a zone, as text or as Jackson's array. */
  timestamp: about(z.unknown().optional(), 'When you made it; the time of the record counts'),
});

export type RefundCommand = z.output<typeof refundCommand>;
