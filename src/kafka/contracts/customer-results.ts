import type { OutRecord } from './family';
import { looseRecord, type LooseEnvelope } from './loose-records';

/** What is known of every record: from whom the request came, and when the record is made. */
interface Asked {
  /** The request's identity (contracts.md 2.2). */
  requestId: string;
  /** Of a refusal because another request has this id: its eventId must not be that one's. */
  fingerprint?: string;
  at: Date;
}

/** The answer to `stripe.payment.request`. */
export interface CardResult extends Asked {
  customerId: string;
  /** Stripe's word of the PaymentIntent, or `rejected` for a request that was not carried out. */
  status: string;
  /** Ours, Stripe's, and the sum in minor units. All are absent where the request was rejected. */
  paymentId?: string;
  paymentIntentId?: string;
  amount?: number;
  currency?: string;
  /** Read from Stripe for this record, never stored. */
  clientSecret?: string | undefined;
  nextAction?: object | undefined;
  /** Both or neither: without them the result is not final. */
  errorCode?: string | undefined;
  error?: string | undefined;
  /** The request's, echoed. */
  metadata?: Record<string, unknown>;
}

/** The answer to `stripe.subscription.setup`. */
export interface SetupResult extends CardResult {
  subscriptionId?: string | undefined;
  /** Where the status is no payment's (a change or a cancel); else `succeeded` is success. */
  success?: boolean;
}

/** The answer to `stripe.webhook.received`; what came by HTTP is answered there. */
export type WebhookProcessed = (VerifiedWebhook | UnverifiedWebhook) & {
  requestId: string;
  at: Date;
  paymentId?: string | undefined;
  error?: string | undefined;
};

interface VerifiedWebhook {
  stripeEventId: string;
  stripeEventType: string;
  outcome: 'applied' | 'duplicate' | 'ignored' | 'rejected';
}

/** Its signature is bad: an id that anybody may have written must not pass for Stripe's. */
interface UnverifiedWebhook {
  stripeEventId?: undefined;
  stripeEventType?: undefined;
  outcome: 'rejected';
}

/** The results of the family `customer`. Topics on the wire by `wire`; pure. */
export function createCustomerResults(wire: (name: string) => string) {
  const answer = (topic: string, result: CardResult, body: (told: LooseEnvelope) => object) =>
    looseRecord('customer', wire, {
      topic,
      key: result.paymentId || result.requestId,
      identity: identityOf(result),
      at: result.at,
      correlationId: result.requestId,
      body,
    });

  return {
    cardResult: (result: CardResult): OutRecord =>
      answer('payment.card.result', result, (told) => bodyOf(result, told)),

    setupResult: ({ subscriptionId, success, ...result }: SetupResult): OutRecord =>
      answer('payment.setup.result', result, (told) => ({
        ...bodyOf(result, told),
        ...(success !== undefined && { success }),
        subscriptionId,
      })),

    webhookProcessed(news: WebhookProcessed): OutRecord {
      const { stripeEventId = '', stripeEventType = '', outcome, paymentId, error } = news;
      const known = news.stripeEventId !== undefined;
      const key = known ? news.stripeEventId : news.requestId;
      return looseRecord('customer', wire, {
        topic: 'webhook.processed',
        key,
        identity: known ? `webhook|${key}` : `result|${key}`,
        at: news.at,
        correlationId: news.requestId,
        body: (told) => ({ stripeEventId, stripeEventType, outcome, paymentId, error, ...told }),
      });
    },
  };
}

function identityOf({ requestId, fingerprint }: Asked): string {
  return fingerprint === undefined ? `result|${requestId}` : `result|${requestId}|${fingerprint}`;
}

/** 001's PaymentResultEvent. Its required fields are there even where there is nothing to say. */
function bodyOf(result: CardResult, envelope: LooseEnvelope) {
  const { status, requestId, metadata = {} } = result;
  return {
    success: status === 'succeeded',
    paymentIntentId: result.paymentIntentId ?? '',
    paymentId: result.paymentId ?? '',
    status,
    clientSecret: result.clientSecret,
    ...(status === 'requires_action' && { requiresAction: true }),
    nextAction: result.nextAction,
    customerId: result.customerId,
    amount: result.amount ?? 0,
    currency: result.currency ?? '',
    errorCode: result.errorCode,
    error: result.error,
    ...envelope,
    requestId,
    metadata,
  };
}
