import { isBegun, subscriptionOfSetup, type BegunRow } from '../db/subscriptions';
import {
  isOver,
  type PlanChange,
  type RevisionOrder,
  type SubscriptionRefusal,
  type SubscriptionView,
} from '../domain/subscription';
import type { Dependencies } from './dependencies';
import { createSavedCardSteps, refusalOf } from './saved-cards';

export type SubscriptionRevised =
  | { refused: SubscriptionRefusal; subscription?: never }
  | { refused?: never; subscription: SubscriptionView };

type Settle = (setupId: string) => Promise<SubscriptionView>;

const ENDED = {
  code: 'subscription_ended',
  message: 'The subscription has ended: begin a new one',
};

/** What is ordered for a subscription that is there: another plan, another card, its end. */
export function createSubscriptionRevision(deps: Dependencies, settle: Settle) {
  const { db, once, subscriptions } = deps;
  const { keepCard, makeDefault } = createSavedCardSteps(deps);

  /** However often it is asked for, Stripe does it once. */
  async function reviseSubscription(
    order: RevisionOrder & { setupId: string },
  ): Promise<SubscriptionRevised> {
    const { setupId, change, cancel, revisionId } = order;
    const row = await subscriptionOfSetup(db, setupId);
    if (!row || !isBegun(row)) throw new Error(`there is no subscription ${setupId}`);
    const refused =
      (change && (await changed(row, change, revisionId))) ??
      (cancel && (await cancelled(row, cancel.atPeriodEnd, revisionId)));
    return refused ? { refused } : { subscription: await settle(setupId) };
  }

  async function changed(
    { stripeSubscriptionId, stripeCustomerId }: BegunRow,
    change: PlanChange,
    revisionId: string,
  ): Promise<SubscriptionRefusal | undefined> {
    try {
      const now = await subscriptions.retrieve(stripeSubscriptionId);
      if (isOver(now.status)) return ENDED;
      const card = await cardOf(change, revisionId, stripeCustomerId);
      if (card?.refused) return card.refused;
      const wanted = { ...change, ...(card && { paymentMethodId: card.saved }) };
      await once(
        `subscription-change:${revisionId}`,
        async (key) => (await subscriptions.change(now, wanted, revisionId, key), true),
        () => Promise.resolve(now.revisionId === revisionId ? true : undefined),
      );
      return undefined;
    } catch (error) {
      return refusalOf(error, 'Stripe does not accept this change. Check planInfo.stripePriceId');
    }
  }

  async function cardOf({ paymentMethodId }: PlanChange, id: string, stripeCustomerId: string) {
    if (paymentMethodId === undefined) return undefined;
    const card = await keepCard({ id, paymentMethodId, stripeCustomerId });
    if (card.refused) return card;
    const refused = await makeDefault({ id, paymentMethodId: card.saved, stripeCustomerId });
    return refused ? { refused } : card;
  }

  /** What has ended is as it was asked for. */
  async function cancelled(
    { stripeSubscriptionId: id }: BegunRow,
    atPeriodEnd: boolean,
    revisionId: string,
  ): Promise<SubscriptionRefusal | undefined> {
    const isDone = async () => {
      const { status, cancelAtPeriodEnd } = await subscriptions.retrieve(id);
      return isOver(status) || (atPeriodEnd && cancelAtPeriodEnd) ? true : undefined;
    };
    if (await isDone()) return undefined;
    const { cancel, cancelAtPeriodEnd } = subscriptions;
    const act = atPeriodEnd ? cancelAtPeriodEnd : cancel;
    try {
      await once(
        `subscription-cancel:${revisionId}`,
        async (key) => (await act(id, key), true),
        isDone,
      );
      return undefined;
    } catch (error) {
      const refused = refusalOf(error, 'Stripe does not end this subscription');
      return (await isDone()) ? undefined : refused;
    }
  }

  return { reviseSubscription };
}
