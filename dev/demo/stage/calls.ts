import type { DemoBooking } from '../booking';
import type { Told } from '../tried';
import { exchange, type Reply } from './http';
import { NotYet, patiently } from './patience';

const PATIENCE_MS = 240_000;

/**
 * HTTP as a careful caller uses it: whatever went unanswered is sent once more, the same body under
 * the same Idempotency-Key.
 */
export function createCalls(url: string) {
  async function call(method: 'GET' | 'POST', path: string, key?: string, body?: object) {
    return patiently(`${method} ${path}`, PATIENCE_MS, async () => {
      const headers = key === undefined ? {} : { 'idempotency-key': key };
      const reply = await exchange(method, `${url}${path}`, body, headers);
      if (reply.status >= 500 || reply.status === 202 || isUnderWay(reply))
        throw new NotYet(saidBy(reply));
      return reply;
    });
  }

  return {
    get: (path: string) => call('GET', path),
    post: (path: string, key: string, body: object) => call('POST', path, key, body),
  };
}

/** What was answered is kept with the booking, without the client secret: it may be printed. */
export function kept(booking: DemoBooking, what: Told['what'], reply: Reply): Reply {
  if (reply.status < 200 || reply.status >= 300) throw unexpected(reply, '2xx');
  const { clientSecret: _, ...body } = reply.body;
  booking.told.push({ what, body });
  return reply;
}

export function refusedWith(reply: Reply, code: string): void {
  if (reply.body['code'] !== code) throw unexpected(reply, code);
}

function isUnderWay({ status, body }: Reply): boolean {
  return status === 409 && body['code'] === 'request_in_progress';
}

function unexpected(reply: Reply, wanted: string): Error {
  return new Error(`the API answered ${saidBy(reply)} instead of ${wanted}`);
}

/** Never the whole body: it may hold a client secret. */
function saidBy({ status, body }: Reply): string {
  const { code = 'no code', detail = 'no detail' } = body;
  return `${status} (${String(code)}, ${String(detail)})`;
}
