import { setTimeout as pause } from 'node:timers/promises';
import { BookingPaymentError, notYet } from '../booking-payment-error';
import type { Booking, BookingPayments, BookingStatus, Refund } from '../booking-payments';
import { paymentIdOf } from '../ids';
import { paymentsOver } from '../way';
import { caller, type Answer, type RestOptions } from './calls';

export type { RestOptions };

const ACCEPTED = 202;
const PAUSES_MS = [300, 700, 1_500, 3_000, 5_000];

/** For services and pages' back ends: what needs no access to Temporal. */
export function overRest(options: RestOptions): BookingPayments {
  const call = caller(options);

  async function find(bookingId: string): Promise<Booking | undefined> {
    try {
      const path = `/api/v1/bookings/${encodeURIComponent(bookingId)}`;
      return ofBooking((await call({ path })).body);
    } catch (error) {
      if (error instanceof BookingPaymentError && error.code === 'booking_not_found') return;
      throw error;
    }
  }

  return paymentsOver({
    async start(order) {
      const create = () => call({ method: 'POST', path: '/api/v1/payments', body: order });
      let answer = await create();
      // Stripe is slow: the payment is on its way, and a repeat brings its client secret.
      for (const pauseMs of PAUSES_MS) {
        if (answer.status !== ACCEPTED) break;
        await pause(pauseMs);
        answer = await create();
      }
      if (answer.status === ACCEPTED) throw notYet('The booking is accepted; Stripe is slow.');
      return ofPayment(answer.body);
    },

    find,
    looking: (bookingId) => () => find(bookingId),

    async cancel(bookingId, { reason }) {
      const path = `/api/v1/payments/${paymentIdOf(bookingId)}/cancel`;
      const body = reason === undefined ? {} : { reason };
      return ofPayment((await call({ method: 'POST', path, body })).body);
    },

    async refund(bookingId, { key, ...body }) {
      const path = `/api/v1/payments/${paymentIdOf(bookingId)}/refunds`;
      const headers = { 'idempotency-key': key };
      return ofRefund((await call({ method: 'POST', path, body, headers })).body);
    },
  });
}

function ofBooking(body: Answer['body']): Booking {
  const { paymentStatus, status } = body;
  return {
    ...common(body),
    status: status as BookingStatus,
    paymentStatus: paymentStatus as string,
  };
}

function ofPayment(body: Answer['body']): Booking {
  const { bookingStatus, status, clientSecret } = body;
  return {
    ...common(body),
    status: bookingStatus as BookingStatus,
    paymentStatus: status as string,
    ...(typeof clientSecret === 'string' && { clientSecret }),
  };
}

function common(body: Answer['body']) {
  const { bookingId, paymentId, amount, currency, expiresAt } = body as unknown as Booking;
  return { bookingId, paymentId, amount, currency, ...(expiresAt !== undefined && { expiresAt }) };
}

function ofRefund(body: Answer['body']): Refund {
  const { refundId, paymentId, amount, currency, status } = body as unknown as Refund;
  return { refundId, paymentId, amount, currency, status };
}
