import type { Subscription } from '../objects/subscription';
import { DAY } from '../state/clock';
import type { World } from '../state/world';

const WARNED_SECONDS = 3 * DAY;

/** Three days ahead; of a shorter trial at once. */
export function planTrialWarning(world: World, { id, trial_end }: Subscription): void {
  if (trial_end === null) return;
  const due = trial_end - WARNED_SECONDS;
  world.scheduleAt('trial_will_end', id, Math.max(due, world.clock.now()));
}

export function warnOfTrialEnd(world: World, id: string): void {
  const subscription = world.store.find('subscription', id);
  if (subscription?.status !== 'trialing' || subscription.trial_end === null) return;
  // A warning that was planned for an end that has moved since.
  if (subscription.trial_end - WARNED_SECONDS > world.clock.now()) return;
  world.events.emit('customer.subscription.trial_will_end', subscription);
}
