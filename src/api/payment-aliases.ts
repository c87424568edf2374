import { Router, type Request, type Response } from 'express';
import type { BookingRequest } from '../domain/booking';
import { aliasCreateBody } from './bodies';
import type { Cancel } from './cancelling';
import type { Create } from './creating';
import type { ApiDependencies } from './dependencies';
import { keyedRequest, type Once } from './idempotency';
import { createIntentCreation } from './intent-creation';
import { paymentOfIntentOr404 } from './lookups';
import { replied } from './replies';
import { contextOf } from './request-context';
import { parse } from './validation';

const FAMILY = 'dreamscape';

/**
 * The routes of 000_6710f43b895b81fd.txt and 004_6c3a97b613b41daf.txt over the canonical handlers.
 * Their answers have a shape of their own, and their bookings Kafka events of their own family.
 */
export function paymentAliases(
  deps: ApiDependencies,
  { create, cancel, once }: { create: Create; cancel: Cancel; once: Once },
): Router {
  const { db, settings } = deps;
  const router = Router({ caseSensitive: true });
  const creation = createIntentCreation(deps, { create, once });
  const createIntent = (req: Request, res: Response, path: string) =>
    creation(req, res, { path, request: aliasRequestOf(req, res, settings.families) });

  router.post('/api/v1/payment/create-intent', async (req, res) => {
    res.json(await createIntent(req, res, '/api/v1/payment/create-intent'));
  });

  router.post('/api/v1/payment/create-payment-intent', async (req, res) => {
    const body = await createIntent(req, res, '/api/v1/payment/create-payment-intent');
    res.json({ ...body, clientSecret: body.data.clientSecret });
  });

  router.get('/api/v1/payment/config', (_req, res) => {
    res.json({ success: true, data: { publishableKey: settings.publishableKey } });
  });

  router.post('/api/v1/payment/cancel/:paymentIntentId', async (req, res) => {
    const { paymentIntentId } = req.params;
    const payment = await paymentOfIntentOr404(db, paymentIntentId);
    const route = `POST /api/v1/payment/cancel/${paymentIntentId}`;
    const answer = await once(keyedRequest(req, res, route), async () => {
      await cancel(payment, { cancelledBy: 'customer' });
      const data = { paymentIntentId, status: 'canceled' };
      return { status: 200, body: { success: true, data } };
    });
    replied(res, answer).json(answer.body);
  });

  return router;
}

function aliasRequestOf(req: Request, res: Response, families: readonly string[]): BookingRequest {
  const { correlationId } = contextOf(res);
  return {
    ...(parse(aliasCreateBody, req.body) as BookingRequest),
    bindings: families.includes(FAMILY) ? [FAMILY] : [],
    ...(correlationId !== undefined && { correlationId }),
  };
}
