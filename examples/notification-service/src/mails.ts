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

/** One attempt failed, and the next may do. It may be read late: what is held then, nobody knows. */
export function invitation(
  { payload }: Events['payment.attempt_failed'],
  checkoutUrl: string | undefined,
): Mail {
  return {
    subject: `Your payment for booking ${nameOf(payload)} did not go through`,
    text: lines(
      payload.errorMessage,
      ...(checkoutUrl === undefined
        ? ['While your places are held you can try again where you booked, or with another card.']
        : [
            'While your places are held you can try again, or with another card:',
            `${checkoutUrl}/${encodeURIComponent(payload.bookingId)}`,
          ]),
    ),
  };
}

/** It is over for this booking; to try again is to book again. */
export function failureNotice(
  { payload }: Events['payment.failed'],
  bookAgainUrl: string | undefined,
): Mail {
  const name = nameOf(payload);
  return {
    subject: `Your booking ${name} is not paid and has ended`,
    text: lines(
      ENDINGS[payload.errorCode] ?? payload.errorMessage,
      `Nothing of the ${money(payload.amount, payload.currency)} was taken, and your places are free again.`,
      ...(bookAgainUrl === undefined
        ? ['If you still want to travel, please book again.']
        : ['If you still want to travel, please book again:', bookAgainUrl]),
      `Payment: ${payload.paymentId}`,
    ),
  };
}

/** Stripe's words are for customers; of these two it knows nothing. */
const ENDINGS: Readonly<Record<string, string | undefined>> = {
  payment_expired: 'The time to pay is over.',
  payment_cancelled: 'The payment was cancelled.',
};

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
