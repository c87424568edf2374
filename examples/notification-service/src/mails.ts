import type { EventsOf } from '@booking-payment/events';

type Events = EventsOf['dreamscape'];

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

export function receipt({ payload }: Events['payment.completed']): Mail {
  return {
    subject: `Receipt for booking ${nameOf(payload)}`,
    text: lines(
      `We have received ${money(payload.amount, payload.currency)} for your booking ${nameOf(payload)}.`,
      `Payment: ${payload.paymentId}`,
      `Transaction: ${payload.transactionId}`,
      `Paid at: ${payload.completedAt}`,
    ),
  };
}

export function refundNotice({
  payload,
}: Events['payment.refunded'] | Events['payment.partially_refunded']): Mail {
  const total = payload.refundedTotal;
  return {
    subject: `Refund for booking ${nameOf(payload)}`,
    text: lines(
      `${money(payload.refundAmount, payload.currency)} are on their way back to you.`,
      ...(payload.fullyRefunded === false
        ? ['Your booking stands.']
        : [`All of your payment for ${nameOf(payload)} is returned.`]),
      ...(total === undefined ? [] : [`Refunded so far: ${money(total, payload.currency)}`]),
      `Refund: ${payload.refundId}`,
      `Reason: ${payload.reason}`,
    ),
  };
}

export function invitation(
  { payload }: Events['payment.attempt_failed'],
  checkoutUrl: string,
): Mail {
  return {
    subject: `Your payment for booking ${nameOf(payload)} did not go through`,
    text: lines(
      payload.errorMessage,
      'Your places are still held for you. Try again, or with another card:',
      `${checkoutUrl}/${encodeURIComponent(payload.bookingId)}`,
    ),
  };
}

function nameOf(payload: { bookingId: string; bookingReference?: string }): string {
  return payload.bookingReference ?? payload.bookingId;
}

/** Amounts come in major units; how many decimals they have, the currency decides. */
function money(amount: number, currency: string): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount);
}

function lines(...text: string[]): string {
  return `${text.join('\n')}\n`;
}
