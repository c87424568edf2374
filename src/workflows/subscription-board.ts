import { setCurrentDetails } from '@temporalio/workflow';
import type { SubscriptionView } from '../domain/subscription';

/** What operators see of a subscription. Its end and its retries are Stripe's to decide. */
export function showSubscription(subscription: SubscriptionView): void {
  const { subscriptionPlanId, subscriptionId, status } = subscription;
  const what = `Plan ${subscriptionPlanId}, ${subscriptionId}: **${status}**.`;
  setCurrentDetails(`${what}\n\n${next(subscription)}`);
}

function next(subscription: SubscriptionView): string {
  switch (subscription.status) {
    case 'canceled':
    case 'incomplete_expired':
      return 'Over: nothing is billed any more.';
    case 'incomplete':
      return 'The first payment was declined or waits for the customer; Stripe gives it 23 hours.';
    case 'past_due':
      return 'An invoice is unpaid. Stripe tries again as its settings say, and then ends it.';
    case 'unpaid':
      return 'An invoice is unpaid and is not tried again. Decide at Stripe, or cancel it.';
    default:
      return onGood(subscription);
  }
}

function onGood({
  status,
  currentPeriodEnd,
  cancelAtPeriodEnd,
  waitsForCustomer,
}: SubscriptionView) {
  const until = currentPeriodEnd === undefined ? 'later' : currentPeriodEnd.slice(0, 10);
  if (cancelAtPeriodEnd) return `It ends on ${until}.`;
  if (waitsForCustomer) return `A trial until ${until}; the customer must authenticate the card.`;
  return `${status === 'trialing' ? 'A trial' : 'Paid'} until ${until}; then Stripe bills again.`;
}
