import { Router } from 'express';
import { historyOf } from '../db/booking-reads';
import type { ApiDependencies } from './dependencies';
import { answerTagged } from './entity-tag';
import { bookingOr404 } from './lookups';
import { bookingView } from './views';

export function bookingRoutes({ db }: ApiDependencies): Router {
  const router = Router({ caseSensitive: true });

  router.get('/api/v1/bookings/:bookingId', async (req, res) => {
    const payment = await bookingOr404(db, req.params.bookingId);
    const history = await historyOf(db, payment.bookingId);
    answerTagged(req, res, payment.booking.sequence, bookingView(payment, history));
  });

  return router;
}
