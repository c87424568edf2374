import type { DemoBooking } from '../booking';
import { createCalls, kept, refusedWith } from './calls';
import type { Reply } from './http';

/** What callers ask of the product. */
export function createApi(url: string) {
  const { get, post } = createCalls(url);

  function ask(booking: DemoBooking): Promise<Reply> {
    booking.step = 'creating';
    return post('/api/v1/payments', `create:${booking.bookingId}`, createBody(booking));
  }

  /** `name` tells what is asked for from others of its kind. */
  function act(booking: DemoBooking, route: string, name: string, body: object): Promise<Reply> {
    const path = `/api/v1/payments/${booking.paymentId}/${route}`;
    return post(path, `${route}:${booking.bookingId}:${name}`, body);
  }

  function askForRefund(booking: DemoBooking, name: string, amount?: number): Promise<Reply> {
    booking.step = `asking for a refund (${name})`;
    const body = { ...(amount !== undefined && { amount }), reason: `demo: ${name}` };
    return act(booking, 'refunds', name, body);
  }

  function confirm(booking: DemoBooking, name: string, body: object): Promise<Reply> {
    booking.step = `confirming by the server (${name})`;
    return act(booking, 'confirm', name, body);
  }

  return {
    /** An address of the shop, to which a bank sends the browser back. */
    page: (path: string) => `${url}${path}`,

    /** Answers the PaymentIntent's id. */
    async create(booking: DemoBooking): Promise<string> {
      const { body } = kept(booking, 'create', await ask(booking));
      return String(body['stripePaymentIntentId']);
    },

    /** How long a customer has, as the answer to a new booking tells. */
    async windowMs(booking: DemoBooking): Promise<number> {
      const { body } = kept(booking, 'create', await ask(booking));
      return Date.parse(String(body['expiresAt'])) - Date.parse(String(body['createdAt']));
    },

    async createRefused(booking: DemoBooking, code: string): Promise<void> {
      refusedWith(await ask(booking), code);
    },

    async confirm(booking: DemoBooking, name: string, body: object): Promise<void> {
      kept(booking, 'confirm', await confirm(booking, name, body));
    },

    async confirmDeclined(booking: DemoBooking, name: string, body: object): Promise<void> {
      refusedWith(await confirm(booking, name, body), 'payment_rejected');
    },

    async cancel(booking: DemoBooking, reason: string): Promise<void> {
      booking.step = 'cancelling';
      kept(booking, 'cancel', await act(booking, 'cancel', '', { reason }));
    },

    /** Whoever pays at the same moment may be faster. */
    async cancelIfUnpaid(booking: DemoBooking): Promise<void> {
      booking.step = 'cancelling';
      const reply = await act(booking, 'cancel', '', {});
      if (reply.status === 200) kept(booking, 'cancel', reply);
      else refusedWith(reply, 'payment_not_cancellable');
    },

    /** Answers the refund's id. The whole balance, if no amount is said. */
    async refund(booking: DemoBooking, name: string, amount?: number): Promise<string> {
      const { body } = kept(booking, 'refund', await askForRefund(booking, name, amount));
      return String(body['refundId']);
    },

    async refundRefused(booking: DemoBooking, name: string, code: string): Promise<void> {
      refusedWith(await askForRefund(booking, name), code);
    },

    /** Of many at once only as many are accepted as the charge can bear. */
    async refundIfLeft(booking: DemoBooking, name: string, amount: number): Promise<void> {
      const reply = await askForRefund(booking, name, amount);
      if (reply.status === 201) kept(booking, 'refund', reply);
      else refusedWith(reply, 'refund_exceeds_balance');
    },

    /** Of a refund that nobody has asked for here: the saga has begun it. */
    async refundIdOf({ paymentId }: DemoBooking): Promise<string> {
      const { body } = await get(`/api/v1/payments/${paymentId}`);
      return String((body['refunds'] as { refundId: string }[])[0]?.refundId);
    },

    async sendEvidence(booking: DemoBooking, disputeId: string, text: string): Promise<void> {
      booking.step = 'sending evidence';
      const path = `/api/v1/disputes/${disputeId}/evidence`;
      const body = { reason: 'demo: the customer was there', text };
      kept(booking, 'evidence', await post(path, `evidence:${disputeId}`, body));
    },

    /** What its customer sees. */
    async read(booking: DemoBooking): Promise<void> {
      booking.step = 'looking';
      kept(booking, 'read', await get(`/api/v1/bookings/${booking.bookingId}`));
    },
  };
}

export type Api = ReturnType<typeof createApi>;

/** What `POST /api/v1/payments` takes, and a workflow that is started without it. */
export function createBody({ bookingId, userId, bookingReference, price, ending }: DemoBooking) {
  const { amountMinor: amount, currency } = price;
  return { bookingId, userId, bookingReference, amount, currency, ...ending.order };
}
