import type { BookingRequest, PaymentMethod } from '../domain/booking';
import type { Database } from '../db/client';

/** The request that a booking began with, rebuilt from its rows. */
export async function bookingRequestOf(db: Database, bookingId: string): Promise<BookingRequest> {
  const { payment, ...booking } = await db.booking.findUniqueOrThrow({
    where: { bookingId },
    include: { payment: true },
  });
  return {
    bookingId,
    userId: booking.userId,
    amount: booking.amountMinor,
    currency: booking.currency,
    ...(booking.bookingReference !== null && { bookingReference: booking.bookingReference }),
    ...(booking.customerId !== null && { customerId: booking.customerId }),
    ...(payment && {
      paymentMethod: payment.paymentMethod as PaymentMethod,
      captureMethod: payment.captureMethod as 'automatic' | 'manual',
      confirmationMethod: payment.confirmationMethod as 'automatic' | 'manual',
      ...(payment.stripeCustomerId !== null && { stripeCustomerId: payment.stripeCustomerId }),
    }),
    bindings: booking.bindings,
    metadata: booking.metadata as Record<string, string>,
    correlationId: booking.correlationId,
  };
}
