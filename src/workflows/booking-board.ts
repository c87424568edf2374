import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { BookingView } from '../domain/views';
import type { BookingDesk } from './booking-desk';
import * as attributes from './search-attributes';

/** What operators see of a booking in Temporal's Web UI. */
export function openBookingBoard(desk: BookingDesk) {
  let shown = '';

  /** Details cost nothing. An upsert is billed, so one is made only for what operators filter on. */
  function show(booking: BookingView): void {
    desk.booking = booking;
    setCurrentDetails(describe(booking));
    const { status, paymentStatus, needsAttention } = booking;
    const filters = `${status} ${needsAttention}`;
    const ordinary = status === 'PENDING_PAYMENT' && !needsAttention;
    if (ordinary || filters === shown) return;
    shown = filters;
    upsertSearchAttributes([
      { key: attributes.BookingStatus, value: status },
      { key: attributes.PaymentStatus, value: paymentStatus },
      { key: attributes.NeedsAttention, value: needsAttention },
      ...identity(booking),
    ]);
  }

  return { show };
}

export type BookingBoard = ReturnType<typeof openBookingBoard>;

/** Whoever started us without our API's client did not set these. */
function identity({ bookingId, bookingReference, customerId }: BookingView) {
  if (workflowInfo().typedSearchAttributes.get(attributes.BookingId) !== undefined) return [];
  return [
    { key: attributes.BookingId, value: bookingId },
    ...(bookingReference ? [{ key: attributes.BookingReference, value: bookingReference }] : []),
    ...(customerId ? [{ key: attributes.CustomerId, value: customerId }] : []),
  ];
}

function describe(booking: BookingView): string {
  const attention = booking.needsAttention
    ? '\n\n**Needs attention.** See the flags of the booking.'
    : '';
  return `${sentence(booking)}${attention}`;
}

function sentence(booking: BookingView): string {
  const { status, paymentStatus, expiresAt, reason, attempts, lastDecline } = booking;
  const until = expiresAt.slice(11, 16);
  const declined =
    attempts === 0 ? '' : `; ${attempts} declined ${attempts === 1 ? 'attempt' : 'attempts'}`;
  const last = lastDecline === undefined ? '' : `: ${lastDecline}`;
  switch (status) {
    case 'PENDING_PAYMENT':
      if (paymentStatus === 'completed') return 'Paid. Waiting for the booking owner to confirm.';
      if (paymentStatus === 'authorized')
        return 'Authorised, not taken yet. Waiting for the booking owner to confirm.';
      if (paymentStatus === 'initiating') return 'Opening the payment at Stripe.';
      if (paymentStatus === 'processing')
        return `Stripe works on the payment, or the customer confirms it; window until ${until} UTC${declined}${last}.`;
      return `Waiting for the customer to pay, until ${until} UTC${declined}${last}.`;
    case 'CONFIRMED':
      return 'Paid and confirmed.';
    case 'CANCELLED':
      return `Cancelled (${reason ?? 'unknown'}). Nothing was charged.`;
    case 'EXPIRED':
      return `Expired at ${until} UTC without a payment${declined}${last}. Nothing was charged.`;
    case 'REFUND_PENDING':
      return `Paid, but it cannot be confirmed (${reason ?? 'unknown'}). The money is going back.`;
    case 'REFUND_FAILED':
      return booking.needsAttention
        ? 'The refund failed. Open the refund workflow: retryRefund or markRefundedManually.'
        : 'The refund failed, and is being tried again.';
    case 'PARTIALLY_REFUNDED':
      return 'Confirmed, and partly refunded.';
    case 'REFUNDED':
      return 'The money was given back.';
  }
}
