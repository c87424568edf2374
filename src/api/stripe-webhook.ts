import express, { Router, type Request } from 'express';
import { createReception, type Received } from '../inbox/reception';
import { parseEvent, type StripeSnapshot } from '../stripe/webhook-events';
import { UnverifiedWebhook, verifySignature } from '../stripe/webhook-signature';
import type { ApiDependencies } from './dependencies';
import { Problem, unavailable } from './problem';

const LIMIT_BYTES = 256 * 1_024;
const PATHS = ['/webhooks/stripe', '/api/v1/payment/webhook'];

/**
 * Verifies, takes in, answers. Only an event that cannot be recorded is refused, so that Stripe
 * sends it again.
 */
export function stripeWebhook(deps: ApiDependencies): Router {
  const { logger, metrics, settings } = deps;
  const { deliveryMs } = settings.limits;
  const reception = createReception({ ...deps, settings: { ...settings, deliveryMs } });
  const router = Router({ caseSensitive: true });
  const raw = express.raw({ type: () => true, limit: LIMIT_BYTES, inflate: false });

  router.post(PATHS, raw, async (req, res) => {
    const snapshot = snapshotOf(req);
    const outcome = await received(snapshot);
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

  async function received(snapshot: StripeSnapshot): Promise<Received> {
    try {
      return await reception.receive(snapshot);
    } catch (error) {
      metrics.webhooks.inc({ type: snapshot.type, outcome: 'not_recorded' });
      logger.error({ err: error, stripeEventId: snapshot.id }, 'event not recorded');
      throw unavailable('The event could not be recorded.');
    }
  }

  return router;
}
