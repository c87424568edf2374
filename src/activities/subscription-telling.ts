import type { BegunRow } from '../db/subscriptions';
import type { SubscriptionFacts } from '../domain/subscription';
import type { Telling } from '../domain/subscription-news';
import type { Contracts, OutRecord } from '../kafka/contracts';

type Family = NonNullable<Contracts['subscriptions']>;

interface Told {
  news: { stripeEventId: string; records: OutRecord[] }[];
  /** The status that was told last, now or before. */
  status: string | null;
}

interface Scene {
  /** As it was; what was told last is on it. */
  row: BegunRow;
  /** As it is by Stripe. */
  subscription: SubscriptionFacts;
  at: Date;
}

/** The records of what is told, in order. Where the family is not enabled nobody is told. */
export function recordsOf(
  family: Family | undefined,
  scene: Scene,
  tellings: readonly Telling[],
): Told {
  const news: Told['news'] = [];
  let { toldStatus: status } = scene.row;
  for (const telling of tellings) {
    const { stripeEventId } = telling.event;
    const records = family ? rendered(family, scene, telling, status ?? undefined) : [];
    news.push({ stripeEventId, records });
    if (telling.about === 'status') ({ status } = scene.subscription);
  }
  return { news, status };
}

function rendered(
  family: Family,
  { row, subscription, at }: Scene,
  telling: Telling,
  previousStatus: string | undefined,
): OutRecord[] {
  const common = {
    stripeEventId: telling.event.stripeEventId,
    subscriptionId: row.stripeSubscriptionId,
    subscriptionPlanId: subscription.subscriptionPlanId ?? row.subscriptionPlanId,
    customerId: row.customerId,
    requestId: row.requestId,
    at,
  };
  if (telling.about === 'status') {
    const { status, currentPeriodEnd, cancelAtPeriodEnd } = subscription;
    return [
      family.statusUpdated({
        ...common,
        ...{ status, previousStatus, currentPeriodEnd, cancelAtPeriodEnd },
      }),
    ];
  }
  const { invoice, status } = telling;
  const { paymentIntentId, errorCode, error } = invoice.payment ?? {};
  const news = {
    ...common,
    ...{ invoiceId: invoice.invoiceId, paymentIntentId, status },
    ...{ amount: invoice.amountMinor, currency: invoice.currency },
    ...(status !== 'paid' && { errorCode, error }),
  };
  return [family.paymentUpdated(news), family.paymentAnalytics(news)];
}
