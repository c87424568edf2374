import {
  PoisonRecord,
  webhookHead,
  type Handle,
  type ReceivedRecord,
} from '@booking-payment/events';
import { answerCommand, beginCommand } from '../db/processed-commands';
import { lookUp } from '../inbox/known';
import type { Received } from '../inbox/reception';
import type { WebhookProcessed } from '../kafka/contracts';
import { verifiedEvent, type StripeSnapshot } from '../stripe/webhook-events';
import { UnverifiedWebhook } from '../stripe/webhook-signature';
import type { CommandDependencies } from './dependencies';
import { enveloped, type Envelope } from './incoming';
import { NotYet, Rejected } from './rejection';
import type { CustomerResults } from './results';
import { signedEvent } from './signed-webhook';

const COMMAND = 'stripe.webhook.received';

/** Whoever began it has died, and its record may be gone from Kafka. */
const ABANDONED_AFTER_MS = 60_000;

type Told = Pick<WebhookProcessed, 'paymentId'> & {
  outcome: Exclude<WebhookProcessed['outcome'], 'rejected'>;
};

/**
 * `stripe.webhook.received`: a webhook that another service took. Only the signed payload is
 * believed, at the record's own time: it may have waited in Kafka for longer than a signature
 * lives. From there on it goes the way of a webhook that came by HTTP.
 */
export function createWebhookCommands(deps: CommandDependencies, results: CustomerResults): Handle {
  const { db, reception, publish, webhookSecrets } = deps;

  return async (record) => {
    const envelope = enveloped(record, COMMAND, webhookHead);
    const snapshot = await verified(envelope, record);
    if (!snapshot) return;
    const { answer, at } = await applied(snapshot, envelope, record);
    const { id: stripeEventId, type: stripeEventType } = snapshot;
    const { requestId } = envelope;
    const news = { requestId, stripeEventId, stripeEventType, at, ...answer };
    await publish([results.webhookProcessed(news)]);
  };

  /** Undefined where there is no event to be found, which is then told. */
  async function verified(
    { body, requestId }: Envelope,
    { timestampMs }: ReceivedRecord,
  ): Promise<StripeSnapshot | undefined> {
    const at = timeOf(timestampMs);
    try {
      return signedEvent(body, webhookSecrets, at);
    } catch (fault) {
      const error = faultIn(fault);
      if (error === undefined) throw fault;
      // Without Stripe's ids: anybody may have written them.
      await publish([results.webhookProcessed({ requestId, at, outcome: 'rejected', error })]);
      if (fault instanceof UnverifiedWebhook) throw new PoisonRecord('signature', error);
      return undefined;
    }
  }

  /** The same record again is told the same; another one with the same event is a duplicate. */
  async function applied(
    snapshot: StripeSnapshot,
    { source }: Envelope,
    { timestampMs }: ReceivedRecord,
  ): Promise<{ answer: Told; at: Date }> {
    const key = { command: COMMAND, requestId: snapshot.id };
    const begun = await beginCommand(db, key, { source, fingerprint: snapshot.id });
    const isFirst = begun.source === source;
    if (!isFirst && !begun.answer && Date.now() - begun.receivedAt.getTime() < ABANDONED_AFTER_MS)
      throw new NotYet(`${snapshot.id} is in other hands`);
    if (begun.answer && !isFirst)
      return { answer: { ...told(begun.answer), outcome: 'duplicate' }, at: timeOf(timestampMs) };
    const known = begun.answer ?? (await receive(snapshot, !begun.isNew));
    const row = begun.answer ? begun : await answerCommand(db, key, { ...known });
    return { answer: told(row.answer ?? known), at: row.answeredAt ?? timeOf(timestampMs) };
  }

  async function receive(snapshot: StripeSnapshot, again: boolean): Promise<Told> {
    const received = await reception.receive(snapshot);
    const event = verifiedEvent(snapshot);
    const entry = event && { ...event, deliveries: 0, receivedAt: new Date() };
    const paymentId = entry && (await lookUp(db, entry)).payment?.paymentId;
    return { outcome: outcomeOf(received, again), ...(paymentId !== undefined && { paymentId }) };
  }
}

/** Producers may write any number there, and not every one is a time. */
function timeOf(timestampMs: number): Date {
  const at = new Date(timestampMs);
  return Number.isNaN(at.getTime()) ? new Date(0) : at;
}

/** Why nothing was taken in; undefined of what is no fault of the record's. */
function faultIn(error: unknown): string | undefined {
  if (error instanceof UnverifiedWebhook) return error.message;
  return error instanceof Rejected ? error.rejection.message : undefined;
}

function told(answer: object): Told {
  return answer as Told;
}

/** `again`: it was begun before, and what is on record may well be that beginner's work. */
function outcomeOf(received: Received, again: boolean): Told['outcome'] {
  switch (received) {
    case 'duplicate':
      return again ? 'applied' : 'duplicate';
    case 'unknown':
    case 'ignored':
      return 'ignored';
    default:
      return 'applied'; // also what the dispatcher still has to deliver: it is on record
  }
}
