import type { BookingRequest } from '../../src/domain/booking';
import type { CanonicalEvent } from '../../src/domain/events';
import { evolve } from '../../src/domain/evolve';
import { paymentIdOf, refundIdOf } from '../../src/domain/ids';
import type { BookingState, Decision } from '../../src/domain/transition';
import type { BookingView } from '../../src/domain/views';

/** The rows of one booking, in memory. What may follow what is decided by the real domain. */
export function createBooks() {
  const events: CanonicalEvent[] = [];
  const flags = new Set<string>();
  let kept: BookingState | undefined;

  const books = {
    flags,
    /** Refunds that Stripe has taken on. */
    accepted: new Set<string>(),
    eventTypes: () => events.map(({ eventType }) => eventType),
    find: () => kept,
    state(): BookingState {
      if (!kept) throw new Error('the booking has no row');
      return kept;
    },
    insert(request: BookingRequest, workflowId: string, startedAt: number): void {
      kept = rowOf(request, workflowId, startedAt);
    },
    record(decide: (state: BookingState) => Decision): void {
      const decision = decide(books.state());
      const told = { at: new Date(), livemode: false };
      const evolved = evolve(books.state(), decision, told);
      kept = evolved.state;
      events.push(...evolved.events);
      for (const { kind } of decision.flags ?? []) flags.add(kind);
    },
    view(): BookingView {
      const { payment, expiresAt, bookingReference, customerId, reason, ...state } = books.state();
      return {
        bookingId: state.bookingId,
        ...(bookingReference !== undefined && { bookingReference }),
        ...(customerId !== undefined && { customerId }),
        amountMinor: state.amountMinor,
        currency: state.currency,
        status: state.status,
        paymentId: payment.paymentId,
        paymentStatus: payment.status,
        expiresAt: expiresAt.toISOString(),
        attempts: payment.attempts,
        ...(reason !== undefined && { reason }),
        ...(payment.lastDecline !== undefined && { lastDecline: payment.lastDecline }),
        ...compensationOf(books.state(), books.accepted),
        needsAttention: flags.size > 0,
      };
    },
  };
  return books;
}

export type Books = ReturnType<typeof createBooks>;

const PAYMENT_WINDOW_MS = 15 * 60_000;

function rowOf(request: BookingRequest, workflowId: string, startedAt: number): BookingState {
  const { bookingId, bookingReference, customerId } = request;
  return {
    bookingId,
    ...(bookingReference !== undefined && { bookingReference }),
    ...(customerId !== undefined && { customerId }),
    userId: request.userId,
    amountMinor: request.amount,
    currency: request.currency,
    status: 'PENDING_PAYMENT',
    sequence: 0,
    expiresAt: new Date(startedAt + PAYMENT_WINDOW_MS),
    bindings: ['canonical'],
    correlationId: bookingId,
    workflowId,
    createdAt: new Date(startedAt),
    payment: {
      paymentId: paymentIdOf(bookingId),
      paymentNumber: 1042,
      status: 'initiating',
      paymentMethod: 'credit_card',
      captureMethod: 'automatic',
      confirmationMethod: 'automatic',
      attempts: 0,
    },
    history: new Set(),
  };
}

function compensationOf(
  { status, reason = 'unavailable', payment }: BookingState,
  taken: ReadonlySet<string>,
) {
  if (status !== 'REFUND_PENDING' && status !== 'REFUND_FAILED') return {};
  const { paymentId } = payment;
  const identity = `saga:${reason}`;
  const request = { paymentId, reason, identity };
  const refundId = refundIdOf(paymentId, identity);
  return { compensation: { refundId, request, accepted: taken.has(refundId) } };
}
