import { must, type Values } from '../http/parameters';
import { changedMetadata } from '../http/shared-parameters';
import { badParameter, noSuch, refused } from '../http/stripe-error';
import { newPaymentIntent, type PaymentIntent } from '../objects/payment-intent';
import type { PaymentMethod } from '../objects/payment-method';
import { clientSecret, newId } from '../state/ids';
import type { World } from '../state/world';
import { checkAmount, checkedCurrency } from './currencies';
import { assertMay } from './payment-intent-rules';
import { changedTypes, offeredTypes } from './payment-method-types';
import { assertUsable } from './payment-methods';
import type { createSpec, updateSpec } from '../http/payment-intent-parameters';

type Create = Values<typeof createSpec>;
type Update = Values<typeof updateSpec>;

/** Nothing is kept yet: a request that cannot be confirmed creates nothing. */
export function draftIntent(
  world: World,
  given: Create,
  method: PaymentMethod | undefined,
): PaymentIntent {
  const currency = checkedCurrency(must(given.currency, 'currency'));
  const amount = must(given.amount, 'amount');
  checkAmount(amount, currency);
  if (given.customer && !world.store.find('customer', given.customer))
    throw noSuch('customer', given.customer, 'customer');
  if (given.confirm !== true && given.off_session !== undefined)
    throw badParameter('`off_session` can only be used when `confirm` is `true`.', {
      param: 'off_session',
    });
  const id = newId('pi');
  const secret = clientSecret(id, world.secretKey);
  if (method) assertUsable(method, given.customer ?? null);
  return {
    ...newPaymentIntent({ id, created: world.clock.now(), secret, amount, currency }),
    ...written(given),
    ...offeredTypes(given),
    capture_method: given.capture_method ?? 'automatic_async',
    confirmation_method: given.confirmation_method ?? 'automatic',
    customer: given.customer ?? null,
    metadata: changedMetadata({}, given.metadata),
    payment_method: method?.id ?? null,
    status: method ? 'requires_confirmation' : 'requires_payment_method',
  };
}

export function keepIntent(world: World, draft: PaymentIntent): PaymentIntent {
  world.events.emit('payment_intent.created', world.store.save(draft));
  return draft;
}

/** Money can change until the first attempt has ended; the rest of it always. */
export function updateIntent(
  world: World,
  intent: PaymentIntent,
  given: Update,
  method: PaymentMethod | undefined,
): PaymentIntent {
  const touchesMoney =
    given.amount !== undefined ||
    given.currency !== undefined ||
    given.payment_method !== undefined;
  if (touchesMoney) assertMay('update_amount', intent);
  if (intent.sim.invoice && (given.amount !== undefined || given.currency !== undefined))
    throw refused(
      `The amount of this PaymentIntent is that of the invoice ${intent.sim.invoice}, and cannot be updated.`,
    );
  const currency = given.currency ? checkedCurrency(given.currency) : intent.currency;
  const amount = given.amount ?? intent.amount;
  if (touchesMoney) checkAmount(amount, currency);
  if (method) assertUsable(method, given.customer ?? intent.customer);
  const payment_method =
    given.payment_method === null ? null : (method?.id ?? intent.payment_method);
  return world.store.save({
    ...intent,
    ...written(given),
    ...changedTypes(intent, given),
    amount,
    currency,
    customer: given.customer ?? intent.customer,
    last_payment_error: null,
    metadata: changedMetadata(intent.metadata, given.metadata),
    payment_method,
    ...(touchesMoney && {
      next_action: null,
      status: payment_method
        ? ('requires_confirmation' as const)
        : ('requires_payment_method' as const),
    }),
  });
}

const kept = [
  ...([
    'description',
    'receipt_email',
    'setup_future_usage',
    'shipping',
    'transfer_group',
  ] as const),
  ...(['statement_descriptor', 'statement_descriptor_suffix', 'payment_method_options'] as const),
];

function written(given: Create | Update): Partial<PaymentIntent> {
  const present = kept.filter((name) => given[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, given[name]]));
}
