import {
  refused,
  StripeError,
  unexpectedSetupState,
  type StripeErrorBody,
} from '../http/stripe-error';
import type { PaymentMethod } from '../objects/payment-method';
import type { SetupIntent } from '../objects/setup-intent';
import type { World } from '../state/world';
import { cardErrorOf } from './card-error';
import { mayRedirect } from './payment-method-types';
import { assertUsable, keepFor } from './payment-methods';
import { setupEnded } from './setup-outcome';

const open = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

export type Setup = { returnUrl: string | null; useStripeSdk: boolean; byCustomer: boolean };

/** Saves a method for later; its bank may first ask the customer, which then counts for later too. */
export function confirmSetup(
  world: World,
  intent: SetupIntent,
  method: PaymentMethod | undefined,
  how: Setup,
): SetupIntent {
  if (!open.includes(intent.status))
    throw unexpectedSetupState(
      intent,
      `You cannot confirm this SetupIntent because it has a status of ${intent.status}.`,
    );
  if (!method)
    throw unexpectedSetupState(
      intent,
      "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.",
    );
  assertSetupFits(intent, method, how);
  const tried = {
    ...intent,
    payment_method: method.id,
    sim: { ...intent.sim, returnUrl: how.returnUrl },
  };
  return method.sim.behaviour.authentication
    ? askCustomer(world, tried, how)
    : save(world, tried, method);
}

export function assertSetupFits(intent: SetupIntent, method: PaymentMethod, how: Setup): void {
  assertUsable(method, intent.customer);
  if (!intent.payment_method_types.includes(method.type))
    throw refused(
      `The PaymentMethod provided (${method.type}) is not allowed for this SetupIntent. Please attach a PaymentMethod of one of the following types: ${intent.payment_method_types.join(', ')}.`,
    );
  if (mayRedirect(intent) && !how.returnUrl && !how.useStripeSdk && !how.byCustomer)
    throw refused(
      "This SetupIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    );
}

function askCustomer(world: World, intent: SetupIntent, how: Setup): SetupIntent {
  const url = `${world.url}/setup/${intent.id}/authenticate?client_secret=${intent.client_secret}`;
  const asked: SetupIntent = world.store.save({
    ...intent,
    next_action:
      how.returnUrl && !how.useStripeSdk
        ? {
            type: 'redirect_to_url' as const,
            redirect_to_url: { return_url: how.returnUrl, url },
          }
        : {
            type: 'use_stripe_sdk' as const,
            use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url },
          },
    status: 'requires_action' as const,
  });
  world.events.emit('setup_intent.requires_action', asked);
  return asked;
}

/** The customer has come back from 3D Secure. A refusal throws, as it does without it. */
export function authenticateSetup(
  world: World,
  intent: SetupIntent,
  outcome: 'succeed' | 'fail',
): SetupIntent {
  const method = world.store.find('payment_method', intent.payment_method ?? '');
  if (intent.status !== 'requires_action' || !method)
    throw unexpectedSetupState(
      intent,
      `This SetupIntent has a status of ${intent.status}: it waits for no authentication.`,
    );
  if (outcome === 'succeed') return save(world, intent, method);
  throw failSetup(world, intent, method, {
    type: 'invalid_request_error',
    code: 'setup_intent_authentication_failure',
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  });
}

function save(world: World, intent: SetupIntent, method: PaymentMethod): SetupIntent {
  const { decline, savable } = method.sim.behaviour;
  if (decline && !savable) throw failSetup(world, intent, method, cardErrorOf(decline));
  keepFor(world, method, { customer: intent.customer, setUp: intent.usage === 'off_session' });
  const succeeded = world.store.save({
    ...intent,
    last_setup_error: null,
    next_action: null,
    status: 'succeeded' as const,
  });
  world.events.emit('setup_intent.succeeded', succeeded);
  setupEnded(world, succeeded);
  return succeeded;
}

function failSetup(
  world: World,
  intent: SetupIntent,
  method: PaymentMethod,
  reason: StripeErrorBody,
): StripeError {
  const body = new StripeError(402, { ...reason, payment_method: method }).body;
  const failed = world.store.save({
    ...intent,
    last_setup_error: body,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method' as const,
  });
  world.events.emit('setup_intent.setup_failed', failed);
  return new StripeError(402, { ...body, setup_intent: failed });
}

export function cancelSetup(world: World, intent: SetupIntent, reason: string | null): SetupIntent {
  if (!open.includes(intent.status))
    throw unexpectedSetupState(
      intent,
      `You cannot cancel this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be canceled: ${open.join(', ')}.`,
    );
  const canceled = world.store.save({
    ...intent,
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled' as const,
  });
  world.events.emit('setup_intent.canceled', canceled);
  return canceled;
}
