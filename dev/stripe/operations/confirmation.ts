import { refused, unexpectedState, type StripeErrorBody } from '../http/stripe-error';
import type { PaymentIntent } from '../objects/payment-intent';
import type { PaymentMethod } from '../objects/payment-method';
import { declines } from '../objects/test-behaviour';
import type { World } from '../state/world';
import { attemptPayment, failAttempt } from './attempt';
import { failedCharge } from './charging';
import { cancelUnpaid } from './cancellation';
import { invoiceWaitsForCustomer } from './invoice-outcome';
import { assertMay } from './payment-intent-rules';
import { mayRedirect } from './payment-method-types';
import { assertUsable } from './payment-methods';

export type Confirmation = {
  offSession: boolean;
  errorOnRequiresAction: boolean;
  useStripeSdk: boolean;
  returnUrl: string | null;
  byCustomer: boolean;
  /** An invoice waits for its customer instead of being declined. */
  forInvoice?: boolean;
};

/** One try to get the money with `method`, which may first need the customer. */
export function confirm(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod | undefined,
  how: Confirmation,
): PaymentIntent {
  assertMay('confirm', intent);
  if (intent.confirmation_method === 'manual' && how.byCustomer)
    throw refused(
      'This PaymentIntent cannot be confirmed using your publishable key because its `confirmation_method` is set to `manual`. Please use your secret key instead, or create a PaymentIntent with `confirmation_method` set to `automatic`.',
    );
  if (!method)
    throw unexpectedState(
      intent,
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    );
  assertFits(intent, method, how);
  if (intent.sim.confirms >= world.settings().max_confirms)
    return cancelUnpaid(world, intent, 'automatic');

  const authenticated = intent.sim.authenticated && intent.payment_method === method.id;
  const tried: PaymentIntent = {
    ...intent,
    payment_method: method.id,
    sim: {
      ...intent.sim,
      confirms: intent.sim.confirms + 1,
      authenticated,
      returnUrl: how.returnUrl,
    },
  };
  if (!authenticated && asksTheCustomer(tried, method, how))
    return requireAction(world, tried, method, how);
  return attemptPayment(world, tried, method);
}

/** Stripe needs somewhere to send customers of redirecting methods back to. */
export function assertFits(intent: PaymentIntent, method: PaymentMethod, how: Confirmation): void {
  assertUsable(method, intent.customer);
  if (!intent.payment_method_types.includes(method.type))
    throw refused(
      `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: ${intent.payment_method_types.join(', ')}.`,
    );
  if (
    mayRedirect(intent) &&
    !how.returnUrl &&
    !how.byCustomer &&
    !how.useStripeSdk &&
    !how.offSession
  )
    throw refused(
      "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    );
}

function asksTheCustomer(intent: PaymentIntent, method: PaymentMethod, how: Confirmation) {
  const { authentication } = method.sim.behaviour;
  const card = intent.payment_method_options['card'] as Record<string, unknown> | undefined;
  const wanted = card?.['request_three_d_secure'];
  if (method.type === 'card' && (wanted === 'any' || wanted === 'challenge')) return true;
  if (!how.offSession) return authentication !== undefined;
  return authentication === 'always' || (authentication === 'until_set_up' && !method.sim.setUp);
}

function requireAction(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  how: Confirmation,
): PaymentIntent {
  if (how.offSession && !how.forInvoice) {
    const decline = declines.authenticationRequired;
    const charge = failedCharge(world, intent, method, decline);
    const reason = { ...authenticationRequired, message: decline.message, charge: charge.id };
    throw failAttempt(world, { ...intent, latest_charge: charge.id }, method, reason);
  }
  if (how.errorOnRequiresAction)
    throw failAttempt(world, intent, method, {
      ...authenticationRequired,
      message:
        "This payment required an authentication action to complete, but `error_on_requires_action` was set. When you're ready, you can upgrade your integration to handle actions at https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions.",
    });
  const asked = world.store.save({
    ...intent,
    next_action: nextAction(world, intent, how),
    status: 'requires_action' as const,
  });
  world.events.emit('payment_intent.requires_action', asked);
  invoiceWaitsForCustomer(world, asked);
  return asked;
}

const authenticationRequired: Omit<StripeErrorBody, 'message'> = {
  type: 'card_error',
  code: 'authentication_required',
  decline_code: 'authentication_required',
};

function nextAction(world: World, intent: PaymentIntent, how: Confirmation) {
  const url = `${world.url}/pay/${intent.id}/authenticate?client_secret=${intent.client_secret}`;
  if (how.returnUrl && !how.useStripeSdk)
    return {
      type: 'redirect_to_url' as const,
      redirect_to_url: { return_url: how.returnUrl, url },
    };
  return {
    type: 'use_stripe_sdk' as const,
    use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url },
  };
}
