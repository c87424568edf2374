import { Router } from 'express';
import { z } from 'zod';
import type { Owner } from './owner';

const actionSchema = z.enum(['hold', 'confirm', 'release']);

// Loose: what this service does not know it does not refuse.
const bodySchema = z.looseObject({
  bookingReference: z.string().optional(),
  userId: z.string().optional(),
  paymentId: z.string().optional(),
  amount: z.number().int().optional(),
  currency: z.string().optional(),
  reason: z.string().optional(),
});

/** What the product calls. */
export function actionRoutes(owner: Owner): Router {
  const router = Router();
  router.post('/api/v1/bookings/:bookingId/:action', async (request, response) => {
    const { bookingId } = request.params;
    const action = actionSchema.safeParse(request.params.action);
    if (!action.success) return response.status(404).json({ code: 'not_found' });
    const key = request.get('idempotency-key');
    if (!key) return response.status(400).json({ code: 'idempotency_key_required' });
    const body = bodySchema.safeParse(request.body ?? {});
    if (!body.success) return response.status(400).json({ code: 'validation_failed' });
    const { status, answer } = await owner.act(action.data, bookingId, key, body.data);
    return response.status(status).json(answer);
  });
  return router;
}
