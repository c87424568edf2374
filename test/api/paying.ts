import type { BookingRequest } from '../../src/domain/booking';
import { paymentIdOf } from '../../src/domain/ids';
import { bookingRequest } from '../activities/saga';
import type { Product } from './product';
import { signedPost, stripeEvent } from './stripe-events';

/** A booking as a customer leaves it behind. */
export interface Bought {
  order: BookingRequest;
  paymentId: string;
  intentId: string;
}

export async function open(product: Product, more: Partial<BookingRequest> = {}): Promise<Bought> {
  const order = bookingRequest(more);
  const { status, body } = await product.post('/api/v1/payments', order);
  if (status !== 201) throw new Error(`not created: ${status} ${JSON.stringify(body)}`);
  const intentId = String(body['stripePaymentIntentId']);
  return { order, paymentId: paymentIdOf(order.bookingId), intentId };
}

/** Opened, paid at Stripe, told by webhook, confirmed. */
export async function bought(
  product: Product,
  more: Partial<BookingRequest> = {},
): Promise<Bought> {
  const made = await open(product, more);
  const intent = await product.saga.stripe.paymentIntents.confirm(
    made.intentId,
    { payment_method: 'pm_card_visa' },
    { idempotencyKey: `confirm-${made.intentId}` },
  );
  await signedPost(product.send, stripeEvent('payment_intent.succeeded', intent));
  await product.temporal.idle();
  return made;
}
