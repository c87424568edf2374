import type { RevisionOrder, SubscriptionStart } from '../domain/subscription';
import { refused } from './order-texts';

const TEXTS = [
  ...(['setupId', 'requestId', 'customerId', 'stripeCustomerId'] as const),
  ...(['subscriptionPlanId', 'stripePriceId', 'paymentMethodId'] as const),
];

/** Started by hand, it may come with anything. Its ids are the command's; Stripe checks the rest. */
export function isStart(start: Partial<SubscriptionStart> | undefined): start is SubscriptionStart {
  if (typeof start !== 'object' || start === null) return false;
  const { trialDays = 0 } = start;
  return TEXTS.every((name) => isText(start[name])) && Number.isInteger(trialDays);
}

/** The same of an order: each field is looked at, and what is wrong is named. */
export function mustBeRevision(order: unknown): asserts order is RevisionOrder {
  if (typeof order !== 'object' || order === null)
    throw invalid('Send an object such as {"revisionId": "r-1", "cancel": {"atPeriodEnd": true}}');
  const { revisionId, change, cancel } = order as Partial<RevisionOrder>;
  if (!isText(revisionId)) throw invalid('revisionId: Send an id; the same one is the same order');
  if ((change === undefined) === (cancel === undefined))
    throw invalid('change, cancel: Send one of them');
  if (cancel !== undefined && typeof cancel?.atPeriodEnd !== 'boolean')
    throw invalid('cancel.atPeriodEnd: Send true or false');
  if (change === undefined) return;
  if (!isText(change?.subscriptionPlanId)) throw invalid('change.subscriptionPlanId: Send an id');
  if (!isText(change.stripePriceId)) throw invalid('change.stripePriceId: Send an id');
  if (change.paymentMethodId !== undefined && !isText(change.paymentMethodId))
    throw invalid('change.paymentMethodId: Send an id, or leave it out');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 255;
}

function invalid(message: string) {
  return refused(message, 'validation_failed');
}
