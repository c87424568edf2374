import { isEnded, type Subscription } from '../objects/subscription';
import { newSetupIntent, type SetupIntent } from '../objects/setup-intent';
import { clientSecret, newId } from '../state/ids';
import type { World } from '../state/world';
import { changeSubscription } from './subscription-state';

/** What a subscription waited for: its method can be charged when the trial is over. */
export function setupEnded(world: World, intent: SetupIntent): void {
  const subscription = world.store.find('subscription', intent.sim.subscription ?? '');
  if (!subscription || isEnded(subscription) || !intent.payment_method) return;
  changeSubscription(world, subscription.id, {
    default_payment_method: intent.payment_method,
    pending_setup_intent: null,
  });
}

/** A SetupIntent that Billing makes by itself, for what is charged without the customer later. */
export function setupFor(world: World, subscription: Subscription, method: string | null) {
  const id = newId('seti');
  const secret = clientSecret(id, world.secretKey);
  const intent: SetupIntent = {
    ...newSetupIntent({ id, created: world.clock.now(), secret }),
    customer: subscription.customer,
    payment_method: method,
    payment_method_types: ['card', 'sepa_debit'],
    status: method ? 'requires_confirmation' : 'requires_payment_method',
    sim: { returnUrl: null, subscription: subscription.id },
  };
  world.events.emit('setup_intent.created', world.store.save(intent));
  return intent;
}
