import express, { Router, type Request } from 'express';
import { recordEvent } from '../db/stripe-events';
import type { VerifiedEvent } from '../domain/stripe-event';
import { parseEvent, verifiedEvent, type StripeSnapshot } from '../stripe/webhook-events';
import { UnverifiedWebhook, verifySignature } from '../stripe/webhook-signature';
import type { ApiDependencies } from './dependencies';
import { Problem, unavailable } from './problem';

const LIMIT_BYTES = 256 * 1_024;
const PATHS = ['/webhooks/stripe', '/api/v1/payment/webhook'];

/**
 * Verifies, records, hands over, answers; decides nothing (saga.md rule 13). Only an event that
 * cannot be recorded is refused, so that Stripe sends it again.
 */
export function stripeWebhook(deps: ApiDependencies): Router {
  const { db, delivery, logger, metrics, settings } = deps;
  const warnOnce = versionWarning(deps);
  const router = Router({ caseSensitive: true });
  const raw = express.raw({ type: () => true, limit: LIMIT_BYTES, inflate: false });

  router.post(PATHS, raw, async (req, res) => {
    const snapshot = snapshotOf(req);
    warnOnce(snapshot);
    const outcome = await receive(snapshot);
    metrics.webhooks.inc({ type: snapshot.type, outcome });
    res.json({ received: true });
  });

  function snapshotOf(req: Request): StripeSnapshot {
    const body: unknown = (req.body as unknown) ?? Buffer.alloc(0);
    const headers = req.headersDistinct['stripe-signature'] ?? [];
    try {
      verifySignature(body, headers, settings.webhookSecrets, new Date());
    } catch (error) {
      if (!(error instanceof UnverifiedWebhook)) throw error;
      metrics.webhooks.inc({ type: 'unverified', outcome: 'rejected' });
      logger.warn({ why: error.message }, 'webhook rejected');
      throw new Problem('webhook_signature_invalid', error.message);
    }
    const snapshot = parseEvent(body);
    if (!snapshot) throw new Problem('malformed_json', 'The signed body is no event of Stripe’s.');
    return snapshot;
  }

  async function receive(snapshot: StripeSnapshot): Promise<string> {
    const event = verifiedEvent(snapshot);
    if (!event) return 'unknown';
    const foreignMode = event.livemode !== settings.livemode;
    const isNew = await record(event, foreignMode ? 'ignored' : undefined);
    if (!isNew) return 'duplicate';
    if (!foreignMode) return handOver(event);
    logger.warn({ stripeEventId: event.stripeEventId }, 'event of the other mode, test or live');
    return 'ignored';
  }

  async function record(event: VerifiedEvent, outcome?: string): Promise<boolean> {
    try {
      return await recordEvent(db, event, outcome === undefined ? {} : { outcome });
    } catch (error) {
      metrics.webhooks.inc({ type: event.type, outcome: 'not_recorded' });
      logger.error({ err: error, stripeEventId: event.stripeEventId }, 'event not recorded');
      throw unavailable('The event could not be recorded.');
    }
  }

  /** Recorded is enough for Stripe; what takes longer is the dispatcher's. */
  async function handOver(event: VerifiedEvent): Promise<string> {
    const { stripeEventId } = event;
    const entry = { ...event, deliveries: 0, receivedAt: new Date() };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), settings.limits.deliveryMs);
    });
    const outcomes = await Promise.race([delivery.deliver([entry]), late]);
    clearTimeout(timer);
    return outcomes?.get(stripeEventId) ?? 'late';
  }

  return router;
}

/** Types are those of our SDK's API version; an endpoint of another one may send other shapes. */
function versionWarning({ logger, settings }: ApiDependencies): (event: StripeSnapshot) => void {
  let warned = false;
  return ({ api_version: version }) => {
    if (warned || version === settings.stripeVersion) return;
    warned = true;
    const { stripeVersion: expected } = settings;
    logger.warn({ version, expected }, 'the webhook endpoint has another API version than the SDK');
  };
}
