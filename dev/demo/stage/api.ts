import type { DemoBooking } from '../booking';
import { exchange, type Reply } from './http';
import { NotYet, patiently } from './patience';

const PATIENCE_MS = 240_000;

/**
 * The product's HTTP interface as a careful caller uses it: whatever went unanswered is sent once
 * more, the same body under the same Idempotency-Key.
 */
export function createApi(url: string) {
  async function post(path: string, key: string, body: object): Promise<Reply> {
    return patiently(`POST ${path}`, PATIENCE_MS, async () => {
      const reply = await exchange('POST', `${url}${path}`, body, { 'idempotency-key': key });
      if (reply.status >= 500 || reply.status === 202 || isUnderWay(reply))
        throw new NotYet(saidBy(reply));
      return reply;
    });
  }

  function ask(booking: DemoBooking): Promise<Reply> {
    booking.step = 'creating';
    return post('/api/v1/payments', `create:${booking.bookingId}`, createBody(booking));
  }

  /** Answers the PaymentIntent's id. */
  async function create(booking: DemoBooking): Promise<string> {
    return String(mustBe2xx(await ask(booking)).body['stripePaymentIntentId']);
  }

  return {
    create,

    /** How long a customer has, as the answer to a new booking tells. */
    async windowMs(booking: DemoBooking): Promise<number> {
      const { body } = mustBe2xx(await ask(booking));
      return Date.parse(String(body['expiresAt'])) - Date.parse(String(body['createdAt']));
    },

    async createRefused(booking: DemoBooking, code: string): Promise<void> {
      const reply = await ask(booking);
      if (reply.body['code'] !== code) throw unexpected(reply, `409 ${code}`);
    },

    async cancel(booking: DemoBooking, reason: string): Promise<void> {
      booking.step = 'cancelling';
      const path = `/api/v1/payments/${booking.paymentId}/cancel`;
      mustBe2xx(await post(path, `cancel:${booking.bookingId}`, { reason }));
    },

    /** The whole balance, if no amount is said. `name` tells this refund from others. */
    async refund(booking: DemoBooking, name: string, amount?: number): Promise<void> {
      booking.step = `asking for a refund (${name})`;
      const path = `/api/v1/payments/${booking.paymentId}/refunds`;
      const body = { ...(amount !== undefined && { amount }), reason: `demo: ${name}` };
      mustBe2xx(await post(path, `refund:${booking.bookingId}:${name}`, body));
    },
  };
}

export type Api = ReturnType<typeof createApi>;

/** What `POST /api/v1/payments` takes, and a workflow that is started without it. */
export function createBody({ bookingId, userId, bookingReference, price }: DemoBooking) {
  const { amountMinor: amount, currency } = price;
  return { bookingId, userId, bookingReference, amount, currency };
}

function isUnderWay({ status, body }: Reply): boolean {
  return status === 409 && body['code'] === 'request_in_progress';
}

function mustBe2xx(reply: Reply): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply;
  throw unexpected(reply, '2xx');
}

function unexpected(reply: Reply, wanted: string): Error {
  return new Error(`the API answered ${saidBy(reply)} instead of ${wanted}`);
}

/** Never the whole body: it may hold a client secret. */
function saidBy({ status, body }: Reply): string {
  const { code = 'no code', detail = 'no detail' } = body;
  return `${status} (${String(code)}, ${String(detail)})`;
}
