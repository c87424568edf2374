import type { Values } from '../http/parameters';
import { changedMetadata } from '../http/shared-parameters';
import { noSuch, refused, StripeError } from '../http/stripe-error';
import type { cancelSpec, updateSpec } from '../http/subscription-parameters';
import { isEnded, itemList, periodOf, type Subscription } from '../objects/subscription';
import type { World } from '../state/world';
import { billChange, billEnding } from './change-billing';
import { changedItems } from './item-changes';
import { endSubscription } from './subscription-ending';
import { ownMethod } from './subscription-items';
import { changeSubscription, mustFind } from './subscription-state';
import { planTrialWarning } from './trials';

export type Update = Values<typeof updateSpec>;

const ofEndedOnly = ['metadata', 'cancellation_details', 'expand'];
const ofIncompleteToo = [
  ...ofEndedOnly,
  'default_payment_method',
  'description',
  'payment_settings',
];

export function updateSubscription(
  world: World,
  before: Subscription,
  given: Update,
): Subscription {
  assertMayUpdate(before, given);
  const trialEnd = movedTrialEnd(world, before, given);
  const changed = described(world, before, given);
  const items = given.items && changedItems(world, before, given.items);
  const next: Subscription = {
    ...changed,
    ...(items && { items: itemList(before.id, items), currency: before.currency }),
  };
  if (!items && trialEnd === undefined) return changeSubscription(world, before.id, next);
  const billed = billChange(world, before, next, { given, trialEnd });
  if (billed.trial_end !== before.trial_end) planTrialWarning(world, billed);
  return mustFind(world, before.id);
}

function described(world: World, before: Subscription, given: Update): Subscription {
  const { default_payment_method: method, payment_settings: settings } = given;
  const missing = given.trial_settings?.end_behavior?.missing_payment_method;
  return {
    ...before,
    ...cancelling(world, before, given),
    ...(method !== undefined && {
      default_payment_method: ownMethod(world, before.customer, method),
    }),
    ...(given.description !== undefined && { description: given.description }),
    metadata: changedMetadata(before.metadata, given.metadata),
    ...(settings?.save_default_payment_method && {
      payment_settings: {
        ...before.payment_settings,
        save_default_payment_method: settings.save_default_payment_method,
      },
    }),
    ...(missing && { trial_settings: { end_behavior: { missing_payment_method: missing } } }),
  };
}

function cancelling(world: World, before: Subscription, given: Update): Partial<Subscription> {
  const atEnd = given.cancel_at_period_end;
  const details = { ...before.cancellation_details, ...said(given) };
  if (atEnd === undefined || atEnd === before.cancel_at_period_end)
    return { cancellation_details: details };
  return atEnd
    ? {
        cancel_at: periodOf(before).end,
        cancel_at_period_end: true,
        canceled_at: world.clock.now(),
        cancellation_details: { ...details, reason: 'cancellation_requested' },
      }
    : {
        cancel_at: null,
        cancel_at_period_end: false,
        canceled_at: null,
        cancellation_details: { ...details, reason: null },
      };
}

function assertMayUpdate({ id, status }: Subscription, given: Update): void {
  const names = Object.keys(given);
  if (isEnded({ status }) && names.some((name) => !ofEndedOnly.includes(name)))
    throw refused('A canceled subscription can only update its cancellation_details and metadata.');
  if (status === 'incomplete' && names.some((name) => !ofIncompleteToo.includes(name)))
    throw new StripeError(400, {
      code: 'subscription_payment_intent_requires_action',
      message: `This subscription (${id}) cannot be updated: its first invoice has not been paid. Only metadata and default payment method can be.`,
      type: 'invalid_request_error',
    });
}

function movedTrialEnd(world: World, { status }: Subscription, { trial_end: end }: Update) {
  if (end === undefined) return undefined;
  const now = world.clock.now();
  if (end !== 'now' && end <= now)
    throw refused('`trial_end` must be in the future, or `now`.', { param: 'trial_end' });
  if (status !== 'trialing')
    throw refused('The simulator moves the end of a trial only while it lasts.', {
      param: 'trial_end',
    });
  return end === 'now' ? now : end;
}

/** What the customer says of it, as far as said. */
function said({ cancellation_details: details = {} }: Pick<Update, 'cancellation_details'>) {
  const { comment, feedback } = details;
  return { ...(comment !== undefined && { comment }), ...(feedback !== undefined && { feedback }) };
}

export function cancelSubscription(
  world: World,
  subscription: Subscription,
  given: Values<typeof cancelSpec>,
): Subscription {
  // Stripe no longer finds what has ended.
  if (isEnded(subscription)) throw noSuch('subscription', subscription.id);
  if (given.prorate || given.invoice_now) billEnding(world, subscription, given);
  return endSubscription(world, mustFind(world, subscription.id), {
    ...said(given),
    reason: 'cancellation_requested',
  });
}
