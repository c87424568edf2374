import type { BookingRequest } from '../domain/booking';
import { paymentIdOf } from '../domain/ids';
import type { Tx } from './client';

/** Inserts booking and payment; false when the booking is already there. */
export async function insertBooking(
  tx: Tx,
  request: BookingRequest,
  fixed: { workflowId: string; expiresAt: Date; bindings: readonly string[] },
): Promise<boolean> {
  const { bookingId } = request;
  const { count } = await tx.booking.createMany({
    data: {
      bookingId,
      bookingReference: request.bookingReference ?? null,
      userId: request.userId,
      customerId: request.customerId ?? null,
      amountMinor: request.amount,
      currency: request.currency,
      expiresAt: fixed.expiresAt,
      bindings: [...fixed.bindings],
      correlationId: request.correlationId ?? bookingId,
      workflowId: fixed.workflowId,
      metadata: request.metadata ?? {},
    },
    skipDuplicates: true,
  });
  if (count === 0) return false;
  const paymentId = paymentIdOf(bookingId);
  await tx.payment.create({
    data: {
      paymentId,
      bookingId,
      paymentMethod: request.paymentMethod ?? 'credit_card',
      captureMethod: request.captureMethod ?? 'automatic',
      confirmationMethod: request.confirmationMethod ?? 'automatic',
      stripeCustomerId: request.stripeCustomerId ?? null,
    },
  });
  return true;
}
