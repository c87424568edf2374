import type { BookingState } from '../domain/transition';
import type { Database, Tx } from './client';
import type { Booking, Payment } from './generated/client';

type Row = Booking & { payment: Payment | null; transitions: { id: string }[] };

const WITH_PAYMENT = { payment: true, transitions: { select: { id: true } } } as const;

/** A booking as it stands now; undefined when there is none. */
export async function bookingState(
  db: Database | Tx,
  bookingId: string,
): Promise<BookingState | undefined> {
  const row = await db.booking.findUnique({ where: { bookingId }, include: WITH_PAYMENT });
  return row ? stateOf(row) : undefined;
}

/** The same under the booking's lock, which orders everything that changes it or its payment. */
export async function lockedState(tx: Tx, bookingId: string): Promise<BookingState | undefined> {
  await tx.$queryRaw`SELECT 1 FROM bookings WHERE booking_id = ${bookingId} FOR UPDATE`;
  return bookingState(tx, bookingId);
}

export async function bookingIdOfPayment(
  db: Database | Tx,
  paymentId: string,
): Promise<string | undefined> {
  const row = await db.payment.findUnique({ where: { paymentId }, select: { bookingId: true } });
  return row?.bookingId;
}

function stateOf({ payment, transitions, ...booking }: Row): BookingState {
  if (!payment) throw new Error(`booking ${booking.bookingId} has no payment row`);
  return {
    bookingId: booking.bookingId,
    ...(booking.bookingReference !== null && { bookingReference: booking.bookingReference }),
    userId: booking.userId,
    ...(booking.customerId !== null && { customerId: booking.customerId }),
    amountMinor: booking.amountMinor,
    currency: booking.currency,
    status: booking.status,
    ...(booking.reason !== null && { reason: booking.reason }),
    sequence: booking.sequence,
    expiresAt: booking.expiresAt,
    bindings: booking.bindings,
    correlationId: booking.correlationId,
    workflowId: booking.workflowId,
    ...planIn(booking.metadata),
    createdAt: booking.createdAt,
    payment: {
      paymentId: payment.paymentId,
      paymentNumber: payment.paymentNumber,
      status: payment.status,
      paymentMethod: payment.paymentMethod,
      captureMethod: methodOf(payment.captureMethod),
      confirmationMethod: methodOf(payment.confirmationMethod),
      attempts: payment.attempts,
      ...(payment.methodType !== null && { methodType: payment.methodType }),
      ...(payment.lastDecline !== null && { lastDecline: payment.lastDecline }),
      ...(payment.stripePaymentIntentId !== null && {
        stripePaymentIntentId: payment.stripePaymentIntentId,
      }),
      ...(payment.stripeCustomerId !== null && { stripeCustomerId: payment.stripeCustomerId }),
      ...(payment.stripeStatus !== null && { stripeStatus: payment.stripeStatus }),
    },
    history: new Set(transitions.map(({ id }) => id)),
  };
}

/** Of the caller's metadata nothing else is told. */
function planIn(metadata: unknown): Pick<BookingState, 'subscriptionPlanId'> {
  const { subscriptionPlanId: plan } = metadata as Record<string, unknown>;
  return typeof plan === 'string' && plan !== '' ? { subscriptionPlanId: plan } : {};
}

/** The table's check allows these two words. */
function methodOf(word: string): 'automatic' | 'manual' {
  return word === 'manual' ? 'manual' : 'automatic';
}
