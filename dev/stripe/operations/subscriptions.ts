import { must, type Values } from '../http/parameters';
import { changedMetadata } from '../http/shared-parameters';
import { refused } from '../http/stripe-error';
import type { createSpec } from '../http/subscription-parameters';
import { itemList, newSubscription, periodOf, type Subscription } from '../objects/subscription';
import { DAY, HOUR } from '../state/clock';
import { newId } from '../state/ids';
import type { World } from '../state/world';
import { chargedFor } from './billed-items';
import { attempt, quietly } from './invoice-collection';
import { settle } from './invoice-outcome';
import { draftInvoice, finalize } from './invoices';
import { assertHasMethod, assertWouldPay } from './payment-outlook';
import { confirmSetup } from './setup-intents';
import { setupFor } from './setup-outcome';
import { defaultMethod, mustFind } from './subscription-state';
import { draftItems, ownMethod } from './subscription-items';
import { planTrialWarning } from './trials';

type Create = Values<typeof createSpec>;

const FIRST_PAYMENT_SECONDS = 23 * HOUR;

/** The first invoice is paid at once, or the subscription waits 23 hours for it. */
export function createSubscription(world: World, given: Create): Subscription {
  const draft = draftSubscription(world, given);
  const behaviour = given.payment_behavior ?? 'allow_incomplete';
  const offSession = given.off_session ?? false;
  const needsMethod = draft.status !== 'trialing' && costs(draft) > 0;
  if (needsMethod && behaviour !== 'default_incomplete') assertHasMethod(world, draft);
  if (needsMethod && behaviour === 'error_if_incomplete') assertWouldPay(world, draft, offSession);
  const { id } = world.store.save(draft);
  world.events.emit('customer.subscription.created', draft);
  world.scheduleAt('renew_subscription', id, periodOf(draft).end);
  if (draft.status === 'trialing') planTrialWarning(world, draft);
  else world.schedule('expire_subscription', id, FIRST_PAYMENT_SECONDS);
  billFirst(world, draft, { behaviour, offSession });
  if (draft.status === 'trialing') prepareMethod(world, draft, behaviour);
  return mustFind(world, id);
}

function draftSubscription(world: World, given: Create): Subscription {
  const id = newId('sub');
  const now = world.clock.now();
  const customer = must(given.customer, 'customer');
  if (!world.store.find('customer', customer))
    throw refused(`No such customer: '${customer}'`, {
      code: 'resource_missing',
      param: 'customer',
    });
  const trialEnd = trialEndOf(given, now);
  const anchor = trialEnd ?? now;
  const items = draftItems(world, must(given.items, 'items'), { id, now, anchor, trialEnd });
  const currency = items[0]?.price.currency ?? 'eur';
  const born = newSubscription({ id, created: now, customer, currency, items });
  const atEnd = given.cancel_at_period_end ?? false;
  return {
    ...born,
    billing_cycle_anchor: anchor,
    ...(atEnd && { cancel_at: periodOf(born).end, cancel_at_period_end: true, canceled_at: now }),
    default_payment_method: ownMethod(world, customer, given.default_payment_method),
    description: given.description ?? null,
    items: itemList(id, items),
    metadata: changedMetadata({}, given.metadata),
    payment_settings: {
      ...born.payment_settings,
      save_default_payment_method: given.payment_settings?.save_default_payment_method ?? 'off',
    },
    status: trialEnd === null ? 'incomplete' : 'trialing',
    ...(trialEnd !== null && { trial_end: trialEnd, trial_start: now }),
    trial_settings: {
      end_behavior: {
        missing_payment_method:
          given.trial_settings?.end_behavior?.missing_payment_method ?? 'create_invoice',
      },
    },
  };
}

function trialEndOf({ trial_period_days: days, trial_end: end }: Create, now: number) {
  if (days !== undefined && end !== undefined)
    throw refused('You may only specify one of these parameters: trial_end, trial_period_days.', {
      param: 'trial_end',
    });
  if (end !== undefined && end !== 'now' && end <= now)
    throw refused('`trial_end` must be in the future.', { param: 'trial_end' });
  if (typeof end === 'number') return end;
  return days ? now + days * DAY : null;
}

const costs = ({ items }: Subscription) =>
  items.data.reduce((sum, { price, quantity }) => sum + price.unit_amount * quantity, 0);

type How = { behaviour: NonNullable<Create['payment_behavior']>; offSession: boolean };

function billFirst(world: World, subscription: Subscription, { behaviour, offSession }: How) {
  const period = periodOf(subscription);
  const now = world.clock.now();
  const draft = draftInvoice(world, subscription, {
    reason: 'subscription_create',
    charged: chargedFor(subscription.items.data, period, subscription.status === 'trialing'),
    period: { start: now, end: now },
  });
  world.store.save({ ...mustFind(world, subscription.id), latest_invoice: draft.id });
  const invoice = finalize(world, draft);
  if (invoice.amount_due === 0) settle(world, invoice, null);
  else if (behaviour !== 'default_incomplete')
    quietly(() => attempt(world, invoice, { offSession }));
}

/** What will be charged after the trial is authenticated now, while the customer is there. */
function prepareMethod(world: World, subscription: Subscription, behaviour: How['behaviour']) {
  const method = defaultMethod(world, subscription);
  const asks = method?.sim.behaviour.authentication && !method.sim.setUp;
  if (method && !asks) return;
  const setup = setupFor(world, subscription, method?.id ?? null);
  const { id } = setup;
  world.store.save({ ...mustFind(world, subscription.id), pending_setup_intent: id });
  if (method && behaviour !== 'default_incomplete')
    confirmSetup(world, setup, method, { returnUrl: null, useStripeSdk: true, byCustomer: false });
}
