import {
  insertSubscription,
  isBegun,
  keepPaymentMethod,
  saveBegun,
  saveRefused,
  type SubscriptionRow,
} from '../db/subscriptions';
import type {
  SubscriptionRefusal,
  SubscriptionStart,
  SubscriptionView,
} from '../domain/subscription';
import { subscriptionWorkflowId } from '../domain/workflow-ids';
import type { Begun } from '../stripe/subscriptions';
import type { Dependencies } from './dependencies';
import { createSavedCardSteps, refusalOf } from './saved-cards';
import { subscriptionView } from './subscription-view';

export type SubscriptionOpened =
  | { refused: SubscriptionRefusal; subscription?: never }
  | { refused?: never; subscription: SubscriptionView };

/** Sets a subscription up: its row, the customer's card, Stripe's subscription. */
export function createSubscribing(deps: Dependencies) {
  const { db, once, subscriptions } = deps;
  const { keepCard, makeDefault } = createSavedCardSteps(deps);

  /** However often it is asked for, there is one; what is there already is only shown. */
  async function openSubscription(start: SubscriptionStart): Promise<SubscriptionOpened> {
    const { setupId } = start;
    const row = await insertSubscription(db, start, subscriptionWorkflowId(setupId));
    if (isBegun(row) || row.refusedCode !== null) return opened(row);
    const refused = await begin(start, row.paymentMethodId);
    if (refused) await saveRefused(db, setupId, refused);
    return opened(await insertSubscription(db, start, row.workflowId));
  }

  async function begin(
    start: SubscriptionStart,
    paymentMethodId: string,
  ): Promise<SubscriptionRefusal | undefined> {
    const { setupId, stripeCustomerId } = start;
    const card = await keepCard({ id: setupId, paymentMethodId, stripeCustomerId });
    if (card.refused) return card.refused;
    const { saved } = card;
    // Now, for a subscription that Stripe makes under its key must be asked for in the same words.
    if (saved !== paymentMethodId) await keepPaymentMethod(db, setupId, saved);
    await makeDefault({ id: setupId, paymentMethodId: saved, stripeCustomerId });
    try {
      await saveBegun(db, setupId, await made({ ...start, paymentMethodId: saved }));
      return undefined;
    } catch (error) {
      const what = 'Stripe does not accept this subscription. Check planInfo.stripePriceId';
      return refusalOf(error, what);
    }
  }

  async function made(start: SubscriptionStart): Promise<Begun> {
    const { setupId, stripeCustomerId } = start;
    return once(
      `subscription:${setupId}`,
      (key) => subscriptions.create(start, key),
      () => subscriptions.findBySetupId(stripeCustomerId, setupId),
    );
  }

  return { openSubscription };
}

function opened(row: SubscriptionRow): SubscriptionOpened {
  const { refusedCode: code, refusedMessage: message } = row;
  if (code !== null && message !== null) return { refused: { code, message } };
  return { subscription: subscriptionView(row) };
}
