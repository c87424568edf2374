import type { CanonicalEvent } from '../../src/domain/events';
import { ForbiddenMove, evolve } from '../../src/domain/evolve';
import { paymentIdOf } from '../../src/domain/ids';
import type { BookingState } from '../../src/domain/transition';
import { createContracts, type OutRecord } from '../../src/kafka/contracts';
import { FACTS } from '../domain/facts';
import { AT, newBooking, type Fact } from '../domain/story';

export const ALL_FAMILIES = ['canonical', 'dreamscape', 'customer', 'orders'];

export const contracts = createContracts({
  families: ALL_FAMILIES,
  defaultBindings: [],
  topicPrefix: '',
  topicMap: {},
  dreamscapeFlatTopics: true,
  dreamscapePartialRefunds: 'separate',
  ordersLifecycle: true,
  ordersTypeId: 'com.shop.PaymentEvent',
});

/** Which all families can carry. */
const BOOKING = newBooking({
  bookingId: '88231',
  userId: '5127',
  customerId: 'cus-41',
  bindings: ALL_FAMILIES,
});
BOOKING.payment.paymentId = paymentIdOf('88231');

/** Every record of every event that any fact can bring about, in every state that facts lead to. */
export function everyRecord(): OutRecord[] {
  const records = new Map<string, OutRecord>();
  const seen = new Map([[keyOf(BOOKING), BOOKING]]);
  for (const state of seen.values())
    for (const { fact } of FACTS) {
      const told = outcome(state, fact);
      if (!told) continue;
      if (!seen.has(keyOf(told.state))) seen.set(keyOf(told.state), told.state);
      for (const record of told.events.flatMap((event) => rendered(event, told)))
        records.set(`${record.topic} ${record.value}`, record);
    }
  return [...records.values()];
}

const keyOf = ({ status, payment, history }: BookingState) =>
  `${status} ${payment.status} ${payment.attempts} ${history.size > 6}`;

function outcome(state: BookingState, fact: Fact) {
  try {
    return evolve(state, fact(state), { at: AT, livemode: false, stripeEventId: 'evt_1Qa' });
  } catch (error) {
    if (error instanceof ForbiddenMove) return undefined;
    throw error;
  }
}

function rendered(event: CanonicalEvent, told: ReturnType<typeof evolve>): OutRecord[] {
  return contracts.render(withRealIds(event), {
    bindings: ALL_FAMILIES,
    paymentMethod: 'credit_card',
    subscriptionPlanId: 'plan-gold',
    stray: told.strays.has(event.eventId),
    previous: told.previous.get(event.eventId),
  });
}

/** The facts name refunds as people do. */
function withRealIds(event: CanonicalEvent): CanonicalEvent {
  const text = JSON.stringify(event).replaceAll(/"rfd_\w+"/g, '"rfd_a485f48ab9d6ef5a8420a404"');
  return JSON.parse(text) as CanonicalEvent;
}

const at = new Date('2026-03-04T09:15:01.020Z');
const answer = { requestId: 'req-9', at, customerId: 'cus-41' };
const paid = {
  ...{ paymentId: paymentIdOf('req-9'), paymentIntentId: 'pi_3Qb', amount: 2500, currency: 'eur' },
  metadata: { requestId: 'req-9', anything: { deep: [1] } },
};
const news = {
  ...{ stripeEventId: 'evt_1', subscriptionId: 'sub_1', customerId: 'cus-41', at },
  subscriptionPlanId: 'gold',
};
const invoice = { ...news, invoiceId: 'in_1', amount: 1900, currency: 'eur' };
const webhook = { stripeEventId: 'evt_1', stripeEventType: 'payment_intent.succeeded', at };

/** Records behind which no canonical event stands. */
export function looseRecords(): OutRecord[] {
  const { results, subscriptions, webhooks } = contracts;
  if (!results || !subscriptions || !webhooks) throw new Error('every family is enabled');
  const rejected = { status: 'rejected', errorCode: 'validation_failed', error: 'amount: Missing' };
  return [
    results.cardResult({ ...answer, ...paid, status: 'succeeded' }),
    results.cardResult({
      ...{ ...answer, ...paid, status: 'requires_action', clientSecret: 'pi_3Qb_secret_s' },
      nextAction: { type: 'redirect_to_url' },
    }),
    results.cardResult({ ...answer, ...rejected }),
    results.setupResult({ ...answer, ...rejected }),
    results.setupResult({ ...answer, ...paid, status: 'succeeded', subscriptionId: 'sub_1' }),
    results.setupResult({ ...answer, status: 'active', success: true, subscriptionId: 'sub_1' }),
    results.webhookProcessed({
      ...{ ...webhook, requestId: 'req-9', outcome: 'applied' },
      paymentId: paid.paymentId,
    }),
    results.webhookProcessed({ requestId: 'req-9', at, outcome: 'rejected', error: 'signature' }),
    subscriptions.paymentUpdated({ ...invoice, status: 'paid' }),
    subscriptions.paymentUpdated({ ...invoice, status: 'failed', error: 'declined' }),
    subscriptions.paymentAnalytics({ ...invoice, status: 'failed', errorCode: 'card_declined' }),
    subscriptions.statusUpdated({ ...news, status: 'trialing', cancelAtPeriodEnd: false }),
    subscriptions.statusUpdated({
      ...{ ...news, status: 'active', previousStatus: 'trialing', cancelAtPeriodEnd: true },
      currentPeriodEnd: at,
    }),
    webhooks.received({
      ...webhook,
      payment: {
        ...{ bookingId: '88231', userId: '5127', paymentNumber: 1042, amountMinor: 4250 },
        ...{ currency: 'usd', status: 'cancelled' },
      },
    }),
  ];
}
