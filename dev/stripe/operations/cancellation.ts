import { refused } from '../http/stripe-error';
import { newRefund } from '../objects/refund';
import type { PaymentIntent } from '../objects/payment-intent';
import { newId } from '../state/ids';
import type { World } from '../state/world';
import { assertMay } from './payment-intent-rules';

export function cancel(world: World, intent: PaymentIntent, reason: string | null): PaymentIntent {
  assertMay('cancel', intent);
  if (intent.sim.invoice)
    throw refused(
      `You cannot cancel this PaymentIntent because it pays the invoice ${intent.sim.invoice}. Void the invoice instead.`,
    );
  return cancelUnpaid(world, intent, reason);
}

/** Nothing can be paid on it any more, and a hold on the customer's money is let go. */
export function cancelUnpaid(
  world: World,
  intent: PaymentIntent,
  reason: string | null,
): PaymentIntent {
  if (intent.status === 'requires_capture') release(world, intent);
  const canceled = world.store.save({
    ...intent,
    amount_capturable: 0,
    canceled_at: world.clock.now(),
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled' as const,
  });
  world.events.emit('payment_intent.canceled', canceled);
  return canceled;
}

function release(world: World, intent: PaymentIntent) {
  const charge = world.store.find('charge', intent.latest_charge ?? '');
  if (!charge || charge.refunded) return charge;
  return world.store.save({ ...charge, amount_refunded: charge.amount, refunded: true });
}

/** An authorisation that nobody captured in time: Stripe lets it go by itself. */
export function lapse(world: World, intent: PaymentIntent): void {
  if (intent.status !== 'requires_capture') return;
  const charge = release(world, intent);
  if (charge) {
    world.store.save(
      newRefund({
        id: newId('re'),
        amount: charge.amount,
        balance_transaction: null,
        charge: charge.id,
        created: world.clock.now(),
        currency: charge.currency,
        metadata: {},
        payment_intent: intent.id,
        reason: 'expired_uncaptured_charge',
        status: 'succeeded',
      }),
    );
    world.events.emit('charge.expired', charge);
  }
  cancelUnpaid(world, intent, 'automatic');
}
