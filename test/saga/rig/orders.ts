import type { BookingRequest } from '../../../src/domain/booking';
import { paymentIdOf } from '../../../src/domain/ids';

/** A purchase of the run, and the ids that follow from it. */
export type Order = BookingRequest & { readonly paymentId: string };

/** Orders that no other rig of this process has. */
export function createOrders(run: string) {
  let last = 0;
  return (more: Partial<BookingRequest> = {}): Order => {
    const bookingId = more.bookingId ?? `${run}-${(last += 1)}`;
    return {
      userId: 'usr-1',
      amount: 12_990,
      currency: 'eur',
      ...more,
      bookingId,
      paymentId: paymentIdOf(bookingId),
    };
  };
}

/** What is sent: the paymentId is ours to derive, and the PaymentIntent is not known yet. */
export function requestOf(order: Order & { intentId?: string }): BookingRequest {
  const { paymentId: _, intentId: __, ...request } = order;
  return request;
}
