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
import { stripeFault } from '../stripe/errors';
import type { Dependencies } from './dependencies';
import { createSavedCardSteps, refusalOf } from './saved-cards';
import { subscriptionView } from './subscription-view';

export type SubscriptionOpened =
  | { refused: SubscriptionRefusal; subscription?: never }
  | { refused?: never; subscription: SubscriptionView };

/** Sets a subscription up: its row, the customer's card, Stripe's subscription. */
export function createSubscribing(deps: Dependencies) {
  const { db, once, subscriptions, logger } = deps;
  const { keepCard, makeDefault } = createSavedCardSteps(deps);

  /** However often it is asked for, there is one; what is there already is only shown. */
  async function openSubscription(start: SubscriptionStart): Promise<SubscriptionOpened> {
    const { setupId } = start;
    const row = await insertSubscription(db, start, subscriptionWorkflowId(setupId));
    if (isBegun(row)) return opened(row);
    const begun = row.refusedCode === null ? await begin(start, row.paymentMethodId) : {};
    // Stripe bills what it has made, whatever its answer was: a refusal is believed after a look.
    const id = begun.id ?? (await found(start));
    if (id !== undefined) await saveBegun(db, setupId, await subscriptions.withInvoice(id));
    else if (begun.refused) await saveRefused(db, setupId, begun.refused);
    if (id !== undefined && begun.id === undefined)
      logger.error({ setupId }, 'Stripe has a subscription that it has refused');
    return opened(await insertSubscription(db, start, row.workflowId));
  }

  async function begin(
    start: SubscriptionStart,
    paymentMethodId: string,
  ): Promise<{ id?: string; refused?: SubscriptionRefusal }> {
    const { setupId, stripeCustomerId } = start;
    const card = await keepCard({ id: setupId, paymentMethodId, stripeCustomerId });
    if (card.refused) return card;
    const { saved } = card;
    // Now, for a subscription that Stripe makes under its key must be asked for in the same words.
    if (saved !== paymentMethodId) await keepPaymentMethod(db, setupId, saved);
    const refused = await makeDefault({ id: setupId, paymentMethodId: saved, stripeCustomerId });
    if (refused) return { refused };
    try {
      return { id: await made({ ...start, paymentMethodId: saved }) };
    } catch (error) {
      const what = 'Stripe does not accept this subscription. Check planInfo.stripePriceId';
      return { refused: refusalOf(error, what) };
    }
  }

  async function made(start: SubscriptionStart): Promise<string> {
    const { setupId, stripeCustomerId } = start;
    return once(
      `subscription:${setupId}`,
      (key) => subscriptions.create(start, key),
      () => subscriptions.findBySetupId(stripeCustomerId, setupId),
    );
  }

  /** Of a customer that is gone Stripe has ended all there was. */
  async function found({ setupId, stripeCustomerId }: SubscriptionStart) {
    try {
      return await subscriptions.findBySetupId(stripeCustomerId, setupId);
    } catch (error) {
      const fault = stripeFault(error);
      if (fault?.kind === 'refused' && fault.code === 'resource_missing') return undefined;
      throw error;
    }
  }

  return { openSubscription };
}

function opened(row: SubscriptionRow): SubscriptionOpened {
  const { refusedCode: code, refusedMessage: message } = row;
  if (code !== null && message !== null) return { refused: { code, message } };
  return { subscription: subscriptionView(row) };
}
