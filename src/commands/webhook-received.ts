import {
  PoisonRecord,
  faultsIn,
  faultsInWords,
  webhookReceived,
  type Handle,
  type ReceivedRecord,
} from '@booking-payment/events';
import { answerCommand, beginCommand } from '../db/processed-commands';
import { lookUp } from '../inbox/known';
import type { Received } from '../inbox/reception';
import type { WebhookProcessed } from '../kafka/contracts';
import { parseEvent, verifiedEvent, type StripeSnapshot } from '../stripe/webhook-events';
import { UnverifiedWebhook, verifySignature } from '../stripe/webhook-signature';
import type { CommandDependencies } from './dependencies';
import { incoming, type Incoming } from './incoming';
import { NotYet } from './rejection';
import type { CustomerResults } from './results';

const COMMAND = 'stripe.webhook.received';

/** Whoever began it has died, and its record may be gone from Kafka. */
const ABANDONED_AFTER_MS = 60_000;

type Told = Pick<WebhookProcessed, 'outcome' | 'paymentId'>;

/**
 * `stripe.webhook.received`: a webhook that another service took. Only the signed payload is
 * believed, at the record's own time: it may have waited in Kafka for longer than a signature
 * lives. From there on it goes the way of a webhook that came by HTTP.
 */
export function createWebhookCommands(deps: CommandDependencies, results: CustomerResults): Handle {
  const { db, reception, publish, webhookSecrets } = deps;

  return async (record) => {
    const request = incoming(record, COMMAND);
    const snapshot = await verified(request, record);
    const { answer, at } = await applied(snapshot, request, record);
    const { id: stripeEventId, type: stripeEventType } = snapshot;
    const { requestId } = request;
    const news = { requestId, stripeEventId, stripeEventType, at, ...answer };
    await publish([results.webhookProcessed(news)]);
  };

  async function verified({ body, requestId }: Incoming, { timestampMs }: ReceivedRecord) {
    const faults = faultsIn(webhookReceived, body);
    if (faults.length > 0) throw new PoisonRecord('schema', faultsInWords(faults));
    const { signature, rawPayload } = webhookReceived.parse(body);
    const bytes = Buffer.from(rawPayload);
    const at = timeOf(timestampMs);
    try {
      verifySignature(bytes, [signature], webhookSecrets, at);
    } catch (error) {
      if (!(error instanceof UnverifiedWebhook)) throw error;
      const { message } = error;
      // Without Stripe's ids: anybody may have written them.
      const news = { requestId, at, outcome: 'rejected', error: message } as const;
      await publish([results.webhookProcessed(news)]);
      throw new PoisonRecord('signature', message);
    }
    const snapshot = parseEvent(bytes);
    if (snapshot) return snapshot;
    throw new PoisonRecord('schema', "rawPayload: The signed text is no event of Stripe's");
  }

  /** The same record again is told the same; another one with the same event is a duplicate. */
  async function applied(
    snapshot: StripeSnapshot,
    { source }: Incoming,
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
