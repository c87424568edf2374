import type { RefundCommand } from '@booking-payment/events';
import type { PaymentRow } from '../db/booking-reads';
import { toMinor } from '../domain/money';
import type { RefundRequest } from '../domain/refund';

type Wish = Pick<RefundCommand, 'amount' | 'refundAmount' | 'currency'>;

/** A refund as order service asks for it, in our words. */
export interface RefundOrder extends RefundRequest {
  identity: string;
  /** The command has an identity of its own; else it is known by its payment alone. */
  isNamed: boolean;
}

/** The order, or the fault where its sum makes no sense. */
export function refundOrder(
  command: RefundCommand,
  { paymentId, booking }: PaymentRow,
): RefundOrder | { fault: string } {
  const sum = sumOf(command, booking);
  if ('fault' in sum) return sum;
  const { eventId, refundReason, reason, cancelReason } = command;
  return {
    paymentId,
    ...sum,
    reason: (refundReason ?? reason ?? cancelReason)?.trim() || 'requested_by_customer',
    identity: `command:${eventId ?? `refund:${command.paymentId}`}`,
    isNamed: eventId !== undefined,
  };
}

/**
 * `refundAmount` counts. `amount` is the payment's in 003's class: then, and without either, the
 * whole balance goes back; another `amount` is a partial refund.
 */
function sumOf(
  { refundAmount, amount, currency }: Wish,
  booking: { amountMinor: number; currency: string },
): { amount?: number } | { fault: string } {
  if (currency !== undefined && currency.toLowerCase() !== booking.currency)
    return { fault: `currency: This payment was asked for in ${booking.currency}` };
  const [field, major] =
    refundAmount === undefined
      ? (['amount', amount] as const)
      : (['refundAmount', refundAmount] as const);
  if (major === undefined) return {};
  const minor = toMinor(String(major), booking.currency);
  if (minor === undefined || minor < 1)
    return { fault: `${field}: Send major units with the decimals that ${booking.currency} has` };
  return field === 'amount' && minor === booking.amountMinor ? {} : { amount: minor };
}
