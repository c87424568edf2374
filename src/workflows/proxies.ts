import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

/**
 * What must happen in the end: no limit of attempts or time, capped back-off. What can never
 * succeed comes back as a value or becomes a person's task, never an error. Retries cost money
 * (one action each), hence the long cap. A worker that dies is noticed when the time is up, hence
 * the short limit: whatever is still under way then is found again by its key.
 */
const INSISTENT = {
  startToCloseTimeout: '15s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1m' },
} as const;

/** Summaries are what operators read in Temporal's Web UI, and cost nothing. */
const insistent = (summary: string) => proxyActivities<Activities>({ ...INSISTENT, summary });

export const steps = {
  openPayment: insistent('rows, hold, PaymentIntent').openPayment,
  settlePayment: insistent('what does Stripe say? confirm if paid').settlePayment,
  closePayment: insistent('close the PaymentIntent, unless the money is in').closePayment,
  confirmPayment: insistent('confirm the PaymentIntent for the customer').confirmPayment,
  extendDeadline: insistent('more time for the customer').extendDeadline,
  abandonConfirmation: insistent('the owner was too late').abandonConfirmation,
  releaseBooking: insistent('give the places back').releaseBooking,
  openRefund: insistent('reserve the amount, ask Stripe').openRefund,
  settleRefund: insistent('what became of the refund?').settleRefund,
  retryRefund: insistent('ask Stripe once more').retryRefund,
  markRefunded: insistent('paid back by hand').markRefunded,
  settleDispute: insistent('what became of the dispute?').settleDispute,
  submitEvidence: insistent('send the evidence to Stripe').submitEvidence,
  openSubscription: insistent('save the card, begin at Stripe').openSubscription,
  settleSubscription: insistent('what does Stripe say of it? tell').settleSubscription,
  reviseSubscription: insistent('change or end it at Stripe').reviseSubscription,
};

/** The owner is asked for as long as its window is open; then the saga goes the other way. */
export function confirmWithin(windowMs: number) {
  return proxyActivities<Activities>({
    ...INSISTENT,
    scheduleToCloseTimeout: windowMs,
    // An order waits for the attempt in hand: it may capture, and a void must not race that.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary: 'ask the owner to confirm',
  }).confirmBooking;
}

export const { publishPending } = proxyActivities<Activities>({
  startToCloseTimeout: '60s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
  summary: 'what Kafka has not taken yet',
});

/** A scan takes as long as Stripe's list is; one that dies goes on from its cursor. */
export const { backfillWebhooks } = proxyActivities<Activities>({
  startToCloseTimeout: '30m',
  heartbeatTimeout: '1m',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '5m' },
  summary: 'events of Stripe that no webhook has brought',
});
