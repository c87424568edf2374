import { Router } from 'express';
import { z } from 'zod';
import { behaviourSchema } from './behaviour';
import type { Owner } from './owner';

const placesSchema = z.strictObject({ places: z.number().int().min(0) });

/** What a person or a test tells the owner to be like, and sees of it. */
export function controlRoutes(owner: Owner): Router {
  const router = Router();
  router.get('/state', (_request, response) => void response.json(owner.state()));
  router.get('/bookings/:bookingId', (request, response) => {
    const booking = owner.booking(request.params.bookingId);
    response.status(booking ? 200 : 404).json(booking ?? { code: 'not_found' });
  });
  router.put('/trips/:trip', (request, response) => {
    const body = placesSchema.safeParse(request.body);
    if (!body.success) return response.status(400).json({ errors: body.error.issues });
    owner.setPlaces(request.params.trip, body.data.places);
    return response.json(owner.state().trips);
  });
  router.put('/bookings/:bookingId/behaviour', (request, response) => {
    const body = behaviourSchema.safeParse(request.body);
    if (!body.success) return response.status(400).json({ errors: body.error.issues });
    owner.setBehaviour(request.params.bookingId, body.data);
    return response.json(owner.state().behaviours);
  });
  return router;
}
