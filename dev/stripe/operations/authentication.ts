import { unexpectedState } from '../http/stripe-error';
import type { PaymentIntent } from '../objects/payment-intent';
import type { World } from '../state/world';
import { attemptPayment, failAttempt } from './attempt';

/** The customer has come back from 3D Secure. A decline after it throws like any decline. */
export function authenticate(
  world: World,
  intent: PaymentIntent,
  outcome: 'succeed' | 'fail',
): PaymentIntent {
  const method = world.store.find('payment_method', intent.payment_method ?? '');
  if (intent.status !== 'requires_action' || !method)
    throw unexpectedState(
      intent,
      `This PaymentIntent has a status of ${intent.status}: it waits for no authentication.`,
    );
  if (outcome === 'fail')
    throw failAttempt(world, intent, method, {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      message:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    });
  const authenticated = { ...intent, sim: { ...intent.sim, authenticated: true } };
  if (intent.confirmation_method === 'automatic')
    return attemptPayment(world, authenticated, method);
  // With manual confirmation the server confirms once more; Stripe sends no event for this.
  const status = 'requires_confirmation' as const;
  return world.store.save({ ...authenticated, next_action: null, status });
}
