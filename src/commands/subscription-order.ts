import {
  faultsIn,
  faultsInWords,
  subscriptionSetup,
  type SubscriptionSetup,
} from '@booking-payment/events';
import { hash24 } from '../domain/ids';
import type { RevisionOrder, SubscriptionStart } from '../domain/subscription';
import type { Person } from '../stripe/customers';
import type { Incoming } from './incoming';
import { reject } from './rejection';

/** A checked `stripe.subscription.setup`. */
export type SubscriptionOrder =
  | {
      start: Omit<SubscriptionStart, 'stripeCustomerId'>;
      person: Person & { stripeCustomerId?: string | undefined };
    }
  | { subscriptionId: string; revision: RevisionOrder };

/** Pure; throws `Rejected` with the field that is wrong. */
export function subscriptionOrder({ body, requestId }: Incoming): SubscriptionOrder {
  const faults = faultsIn(subscriptionSetup, body);
  if (faults.length > 0) reject('validation_failed', faultsInWords(faults));
  const setup = subscriptionSetup.parse(body);
  const { action = 'create', subscriptionId = '', atPeriodEnd } = setup.subscriptionContext ?? {};
  const id = hash24(requestId);
  switch (action) {
    case 'create':
      return {
        start: startOf(setup, { setupId: id, requestId }),
        person: setup.customerInfo ?? {},
      };
    case 'change':
      return { subscriptionId, revision: { revisionId: id, change: changeOf(setup) } };
    case 'cancel':
      return {
        subscriptionId,
        revision: { revisionId: id, cancel: { atPeriodEnd: atPeriodEnd ?? false } },
      };
  }
}

/** The schema has made sure that what an action needs is there. */
function startOf(
  { customerId, paymentMethodId = '', planInfo, ...setup }: SubscriptionSetup,
  ids: Pick<SubscriptionStart, 'setupId' | 'requestId'>,
): Omit<SubscriptionStart, 'stripeCustomerId'> {
  const { stripePriceId = '', trialDays } = planInfo ?? {};
  return {
    ...ids,
    ...{ customerId, stripePriceId, paymentMethodId },
    subscriptionPlanId: setup.subscriptionPlanId ?? '',
    ...(trialDays !== undefined && { trialDays }),
  };
}

function changeOf({ subscriptionPlanId = '', planInfo, paymentMethodId }: SubscriptionSetup) {
  const { stripePriceId = '' } = planInfo ?? {};
  return {
    ...{ subscriptionPlanId, stripePriceId },
    ...(paymentMethodId !== undefined && { paymentMethodId }),
  };
}
