import { StripeError, type StripeErrorBody } from '../http/stripe-error';
import type { Charge } from '../objects/charge';
import type { PaymentIntent } from '../objects/payment-intent';
import type { PaymentMethod } from '../objects/payment-method';
import type { Decline } from '../objects/test-behaviour';
import type { World } from '../state/world';
import { cardErrorOf } from './card-error';
import { authorizedCharge, failedCharge, paidCharge, pendingCharge } from './charging';
import { disputeIfTested } from './dispute-opening';
import { invoiceNotPaid, invoicePaid } from './invoice-outcome';

/** Asks the bank for the money, once authentication is done with. */
export function attemptPayment(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
): PaymentIntent {
  const { behaviour } = method.sim;
  if (behaviour.decline) throw decline(world, intent, method, behaviour.decline);
  keepMethod(world, intent, method);
  if (behaviour.settles) return startProcessing(world, intent, method);
  return intent.capture_method === 'manual'
    ? authorize(world, intent, method)
    : succeed(world, intent, paidCharge(world, intent, method));
}

/** Paid once; with `setup_future_usage` the customer's own from now on. */
function keepMethod(world: World, intent: PaymentIntent, method: PaymentMethod): void {
  const saved = intent.setup_future_usage !== null && intent.customer !== null;
  const customer = saved ? intent.customer : method.customer;
  const setUp = (method.sim.setUp ?? false) || intent.setup_future_usage === 'off_session';
  const kept = world.store.save({ ...method, customer, sim: { ...method.sim, used: true, setUp } });
  if (customer !== method.customer) world.events.emit('payment_method.attached', kept);
}

export function succeed(world: World, intent: PaymentIntent, charge: Charge): PaymentIntent {
  disputeIfTested(world, charge);
  const paid = world.store.save({
    ...settled(intent, charge),
    amount_received: charge.amount_captured,
    status: 'succeeded' as const,
  });
  world.events.emit('payment_intent.succeeded', paid);
  invoicePaid(world, paid);
  return paid;
}

function authorize(world: World, intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  const charge = authorizedCharge(world, intent, method);
  const held = world.store.save({
    ...settled(intent, charge),
    amount_capturable: intent.amount,
    status: 'requires_capture' as const,
  });
  world.events.emit('payment_intent.amount_capturable_updated', held);
  return held;
}

function startProcessing(world: World, intent: PaymentIntent, method: PaymentMethod) {
  const charge = pendingCharge(world, intent, method);
  const processing = world.store.save({
    ...settled(intent, charge),
    status: 'processing' as const,
  });
  world.schedule('settle_debit', intent.id, world.settings().debit_settles_seconds);
  world.events.emit('payment_intent.processing', processing);
  return processing;
}

const settled = (intent: PaymentIntent, charge: Charge): PaymentIntent => ({
  ...intent,
  last_payment_error: null,
  latest_charge: charge.id,
  next_action: null,
  payment_method: charge.payment_method,
});

/** The failed charge stays in `latest_charge`; the same PaymentIntent can still succeed. */
function decline(world: World, intent: PaymentIntent, method: PaymentMethod, reason: Decline) {
  const charge = failedCharge(world, intent, method, reason);
  return failAttempt(world, { ...intent, latest_charge: charge.id }, method, {
    ...cardErrorOf(reason),
    charge: charge.id,
    ...(reason.blocked
      ? { advice_code: 'do_not_try_again' }
      : { advice_code: 'try_again_later', network_decline_code: '01' }),
  });
}

/** Back to `requires_payment_method`; the answer is a 402 that carries the PaymentIntent. */
export function failAttempt(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  reason: StripeErrorBody,
): StripeError {
  const body = new StripeError(402, { ...reason, payment_method: method }).body;
  const failed = world.store.save({
    ...intent,
    last_payment_error: body,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method' as const,
    sim: { ...intent.sim, authenticated: false },
  });
  world.events.emit('payment_intent.payment_failed', failed);
  invoiceNotPaid(world, failed);
  return new StripeError(402, { ...body, payment_intent: failed });
}
