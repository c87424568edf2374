import { refused, StripeError } from '../http/stripe-error';
import type { Subscription } from '../objects/subscription';
import { declines } from '../objects/test-behaviour';
import type { World } from '../state/world';
import { cardErrorOf } from './card-error';
import { defaultMethod } from './subscription-state';

export function assertHasMethod(world: World, subscription: Subscription): void {
  if (defaultMethod(world, subscription)) return;
  throw refused(
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
    { code: 'resource_missing' },
  );
}

/** Stripe takes it all back when the payment fails; here it is not begun. */
export function assertWouldPay(
  world: World,
  subscription: Subscription,
  offSession: boolean,
): void {
  assertHasMethod(world, subscription);
  const method = defaultMethod(world, subscription);
  const { decline, authentication } = method?.sim.behaviour ?? {};
  const asks = offSession
    ? authentication === 'always' || (authentication === 'until_set_up' && !method?.sim.setUp)
    : authentication !== undefined;
  const reason = asks ? declines.authenticationRequired : decline;
  if (reason) throw new StripeError(402, cardErrorOf(reason));
}
