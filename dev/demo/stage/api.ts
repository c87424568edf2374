import type { DemoBooking } from '../booking';
import type { Told } from '../tried';
import { exchange, type Reply } from './http';
import { NotYet, patiently } from './patience';

const PATIENCE_MS = 240_000;

/**
 * The product's HTTP interface as a careful caller uses it: whatever went unanswered is sent once
 * more, the same body under the same Idempotency-Key. What was answered is kept with the booking.
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
    const { body } = kept(booking, 'create', await ask(booking));
    return String(body['stripePaymentIntentId']);
  }

  function act(booking: DemoBooking, route: string, name: string, body: object): Promise<Reply> {
    const path = `/api/v1/payments/${booking.paymentId}/${route}`;
    return post(path, `${route}:${booking.bookingId}:${name}`, body);
  }

  async function askForRefund(booking: DemoBooking, name: string, amount?: number) {
    booking.step = `asking for a refund (${name})`;
    const body = { ...(amount !== undefined && { amount }), reason: `demo: ${name}` };
    return act(booking, 'refunds', name, body);
  }

  return {
    create,

    /** How long a customer has, as the answer to a new booking tells. */
    async windowMs(booking: DemoBooking): Promise<number> {
      const { body } = kept(booking, 'create', await ask(booking));
      return Date.parse(String(body['expiresAt'])) - Date.parse(String(body['createdAt']));
    },

    async createRefused(booking: DemoBooking, code: string): Promise<void> {
      refusedWith(await ask(booking), code);
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

    /** By the merchant's server; `name` tells one attempt from the next. */
    async confirm(booking: DemoBooking, name: string, body: object): Promise<void> {
      booking.step = `confirming by the server (${name})`;
      kept(booking, 'confirm', await act(booking, 'confirm', name, body));
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

    async sendEvidence(booking: DemoBooking, disputeId: string, text: string): Promise<void> {
      booking.step = 'sending evidence';
      const path = `/api/v1/disputes/${disputeId}/evidence`;
      const body = { reason: 'demo: the customer was there', text };
      kept(booking, 'evidence', await post(path, `evidence:${disputeId}`, body));
    },

    /** What its customer sees. */
    async read(booking: DemoBooking): Promise<void> {
      const path = `/api/v1/bookings/${booking.bookingId}`;
      const reply = await patiently(`GET ${path}`, PATIENCE_MS, async () => {
        const answer = await exchange('GET', `${url}${path}`);
        if (answer.status >= 500) throw new NotYet(saidBy(answer));
        return answer;
      });
      kept(booking, 'read', reply);
    },
  };
}

export type Api = ReturnType<typeof createApi>;

/** What `POST /api/v1/payments` takes, and a workflow that is started without it. */
export function createBody({ bookingId, userId, bookingReference, price, ending }: DemoBooking) {
  const { amountMinor: amount, currency } = price;
  return { bookingId, userId, bookingReference, amount, currency, ...ending.order };
}

/** Never the client secret: what is kept may be printed. */
function kept(booking: DemoBooking, what: Told['what'], reply: Reply): Reply {
  if (reply.status < 200 || reply.status >= 300) throw unexpected(reply, '2xx');
  const { clientSecret: _, ...body } = reply.body;
  booking.told.push({ what, body });
  return reply;
}

function isUnderWay({ status, body }: Reply): boolean {
  return status === 409 && body['code'] === 'request_in_progress';
}

function refusedWith(reply: Reply, code: string): void {
  if (reply.body['code'] !== code) throw unexpected(reply, code);
}

function unexpected(reply: Reply, wanted: string): Error {
  return new Error(`the API answered ${saidBy(reply)} instead of ${wanted}`);
}

/** Never the whole body: it may hold a client secret. */
function saidBy({ status, body }: Reply): string {
  const { code = 'no code', detail = 'no detail' } = body;
  return `${status} (${String(code)}, ${String(detail)})`;
}
