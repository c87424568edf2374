/* eslint-disable @typescript-eslint/require-await -- they stand for asynchronous ones */
import type { Activities } from '../../src/activities';
import type { SubscriptionRefusal, SubscriptionView } from '../../src/domain/subscription';

/** One subscription as Stripe has it: what Stripe does by itself, a test does here. */
export function createBiller() {
  return {
    status: 'active',
    cancelAtPeriodEnd: false,
    waitsForCustomer: false,
    /** The last status has been published; false: Stripe's event of it has not come. */
    told: true,
    plan: 'plan-gold',
    refuses: undefined as SubscriptionRefusal | undefined,
    reads: 0,
    opened: 0,
    /** By which a repeat is known. */
    revisions: [] as string[],
  };
}

export type Biller = ReturnType<typeof createBiller>;

export function subscriptionFakes(biller: Biller, acts: string[]) {
  function view(setupId: string): SubscriptionView {
    return {
      ...{ setupId, customerId: 'cus-41', subscriptionPlanId: biller.plan },
      ...{ subscriptionId: 'sub_3Qd', status: biller.status },
      currentPeriodEnd: '2026-04-04T09:15:00.000Z',
      cancelAtPeriodEnd: biller.cancelAtPeriodEnd,
      waitsForCustomer: biller.waitsForCustomer,
      told: biller.told,
    };
  }

  return {
    async openSubscription({ setupId }) {
      biller.opened += 1;
      return biller.refuses ? { refused: biller.refuses } : { subscription: view(setupId) };
    },
    async settleSubscription(setupId) {
      biller.reads += 1;
      return view(setupId);
    },
    async reviseSubscription({ setupId, revisionId, change, cancel }) {
      if (biller.status === 'canceled' && change)
        return { refused: { code: 'subscription_ended', message: 'It has ended' } };
      if (!biller.revisions.includes(revisionId)) {
        biller.revisions.push(revisionId);
        acts.push(change ? `change to ${change.subscriptionPlanId}` : 'cancel');
      }
      if (change) biller.plan = change.subscriptionPlanId;
      if (cancel?.atPeriodEnd) biller.cancelAtPeriodEnd = true;
      if (cancel?.atPeriodEnd === false) biller.status = 'canceled';
      return { subscription: view(setupId) };
    },
  } satisfies Partial<Activities>;
}
