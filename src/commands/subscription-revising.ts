import { subscriptionByStripeId, type SubscriptionRow } from '../db/subscriptions';
import { isOver } from '../domain/subscription';
import { subscriptionStart } from '../inbox/subscription-news';
import type { CommandDependencies } from './dependencies';
import { NotYet, reject } from './rejection';
import type { SubscriptionOrder } from './subscription-order';

type Revision = Extract<SubscriptionOrder, { revision: unknown }>;

/** Lets the workflow change or end its subscription: a repeat is the same order, and done once. */
export function createSubscriptionRevising({ db, subscriptions }: CommandDependencies) {
  return async function revise(customerId: string, order: Revision): Promise<string> {
    const { subscriptionId, revision } = order;
    const row = await subscriptionByStripeId(db, subscriptionId);
    if (!row || row.customerId !== customerId)
      return reject(
        'subscription_not_found',
        'subscriptionContext.subscriptionId: This customer has no such subscription here',
      );
    const { setupId, workflowId } = row;
    if (isEnded(row)) return revision.cancel ? setupId : refuseEnded();
    const done = await subscriptions.revise(workflowId, revision, `command:${revision.revisionId}`);
    if (done.outcome === 'refused') return reject(done.type, done.message);
    if (done.outcome === 'done') {
      const { refused } = done.answer;
      return refused ? reject(refused.code, refused.message) : setupId;
    }
    // It has ended meanwhile, and its row will say so; or nobody works on it.
    await subscriptions.startAgain(subscriptionStart(row));
    throw new NotYet(`no workflow has taken the order for ${workflowId}`);
  };
}

function isEnded({ status }: SubscriptionRow): boolean {
  return status !== null && isOver(status);
}

function refuseEnded(): never {
  return reject('subscription_ended', 'The subscription has ended: begin a new one');
}
