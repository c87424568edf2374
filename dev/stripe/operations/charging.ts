import { chargeOutcome, paymentMethodDetails } from '../objects/charge-outcome';
import { newCharge, type Charge } from '../objects/charge';
import type { PaymentIntent } from '../objects/payment-intent';
import type { PaymentMethod } from '../objects/payment-method';
import type { Decline } from '../objects/test-behaviour';
import { DAY } from '../state/clock';
import { newId } from '../state/ids';
import type { World } from '../state/world';
import { book, processingFee } from './balance';

/** How long a card's authorisation can be captured. */
export const AUTHORIZATION_SECONDS = 7 * DAY;

/** Whoever has the address may read it, as at Stripe; a charge that took nothing has none. */
export const receiptUrl = (world: World, chargeId: string) => `${world.url}/receipts/${chargeId}`;

type Attempt = { status: Charge['status']; captured: boolean; decline?: Decline | undefined };

function chargeOf(world: World, intent: PaymentIntent, method: PaymentMethod, attempt: Attempt) {
  const created = world.clock.now();
  const succeeded = attempt.status === 'succeeded';
  const held = succeeded && !attempt.captured;
  const id = newId(method.type === 'card' ? 'ch' : 'py');
  return newCharge(intent, {
    id,
    created,
    status: attempt.status,
    captured: attempt.captured,
    outcome: chargeOutcome(method.sim.behaviour, attempt.decline),
    payment_method: method.id,
    payment_method_details: paymentMethodDetails(method, {
      amount: intent.amount,
      authenticated: intent.sim.authenticated,
      captureBefore: held ? created + AUTHORIZATION_SECONDS : undefined,
    }),
    billing_details: method.billing_details,
    failure_code: attempt.decline?.code ?? null,
    failure_message: attempt.decline?.message ?? null,
    receipt_url: succeeded ? receiptUrl(world, id) : null,
  });
}

export function failedCharge(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline,
): Charge {
  const attempt = { status: 'failed' as const, captured: false, decline };
  const charge = world.store.save(chargeOf(world, intent, method, attempt));
  world.events.emit('charge.failed', charge);
  return charge;
}

export function pendingCharge(world: World, intent: PaymentIntent, method: PaymentMethod): Charge {
  const attempt = { status: 'pending' as const, captured: true };
  const charge = world.store.save(chargeOf(world, intent, method, attempt));
  world.events.emit('charge.pending', charge);
  return charge;
}

export function authorizedCharge(world: World, intent: PaymentIntent, method: PaymentMethod) {
  const attempt = { status: 'succeeded' as const, captured: false };
  const charge = world.store.save(chargeOf(world, intent, method, attempt));
  world.schedule('lapse_authorization', intent.id, AUTHORIZATION_SECONDS);
  world.events.emit('charge.succeeded', charge);
  return charge;
}

/** With `automatic_async` the balance transaction follows later, with `charge.updated`. */
export function paidCharge(world: World, intent: PaymentIntent, method: PaymentMethod): Charge {
  const attempt = { status: 'succeeded' as const, captured: true };
  const charge = chargeOf(world, intent, method, attempt);
  const later = intent.capture_method === 'automatic_async';
  if (later) world.schedule('book_charge', charge.id, world.settings().charge_updated_seconds);
  const saved = later ? world.store.save(charge) : bookCharge(world, charge);
  world.events.emit('charge.succeeded', saved);
  return saved;
}

export function bookCharge(world: World, charge: Charge): Charge {
  const method = world.store.find('payment_method', charge.payment_method);
  const booked = book(world, {
    type: charge.id.startsWith('py') ? 'payment' : 'charge',
    category: 'charge',
    amount: charge.amount_captured,
    currency: charge.currency,
    source: charge.id,
    fee: processingFee(charge.amount_captured, charge.currency),
    feeFor: 'Stripe processing fees',
    atOnce: method?.sim.behaviour.bypassPending ?? false,
  });
  return world.store.save({ ...charge, balance_transaction: booked.id });
}
