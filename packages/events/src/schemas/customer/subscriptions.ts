import { z } from 'zod';
import { currency, customerId, errorMessage, flag, instant, minor, named, oneOf } from '../fields';
import { outEnvelope } from './results';

const subscriptionId = named("Stripe's subscription, sub_…");
const subscriptionPlanId = named('The plan, by the id of the request').exactOptional();

export const subscriptionPaymentUpdated = z.strictObject({
  subscriptionId,
  subscriptionPlanId,
  customerId,
  invoiceId: named("Stripe's invoice, in_…"),
  status: oneOf(['paid', 'failed', 'action_required'], 'Of the invoice'),
  amount: minor('The sum'),
  currency,
  error: errorMessage.exactOptional(),
  ...outEnvelope,
});

export const subscriptionStatusUpdated = z.strictObject({
  subscriptionId,
  subscriptionPlanId,
  customerId,
  status: named("Stripe's word: trialing, active, past_due, canceled, …"),
  previousStatus: named("Stripe's word, before").exactOptional(),
  currentPeriodEnd: instant('When the paid time ends').exactOptional(),
  cancelAtPeriodEnd: flag('It ends then'),
  ...outEnvelope,
});

export type SubscriptionPaymentUpdatedEvent = z.output<typeof subscriptionPaymentUpdated>;
export type SubscriptionStatusUpdatedEvent = z.output<typeof subscriptionStatusUpdated>;
