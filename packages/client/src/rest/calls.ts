import { setTimeout as pause } from 'node:timers/promises';
import { BookingPaymentError } from '../booking-payment-error';
import { refusal, type Body } from './problems';

export interface RestOptions {
  /** Such as `https://payments.example`, or `https://gateway.example/payments`. */
  baseUrl: string;
  /** Sent as `Authorization: Bearer`; asked for anew with each call. */
  token?: () => string | Promise<string>;
  fetch?: typeof fetch;
  /** Of one attempt; 10,000 when absent. */
  timeoutMs?: number;
}

export interface Answer {
  status: number;
  body: Body;
}

export interface Call {
  method?: 'GET' | 'POST';
  path: string;
  body?: object;
  headers?: Record<string, string>;
}

const PAUSES_MS = [200, 500, 1_000, 2_000, 4_000];

/** One request, repeated while the service is not there or asks for patience. All are idempotent. */
export function caller({ baseUrl, token, timeoutMs = 10_000, ...options }: RestOptions) {
  const ask = options.fetch ?? fetch;
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;

  return async function call(given: Call): Promise<Answer> {
    for (const pauseMs of PAUSES_MS) {
      try {
        return await once(given);
      } catch (error) {
        if (!(error instanceof BookingPaymentError) || !error.retryable) throw error;
        await pause(pauseMs);
      }
    }
    return once(given);
  };

  async function once({ method = 'GET', path, body, headers }: Call): Promise<Answer> {
    const address = new URL(`.${path}`, base);
    // Outside of what is repeated: a token that cannot be had is the caller's own matter.
    const authorization = token && `Bearer ${await token()}`;
    const { response, text } = await answered(async () => {
      const response = await ask(address, {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          ...(authorization !== undefined && { authorization }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { response, text: await response.text() };
    });
    if (!response.ok) throw refusal(response.status, objectIn(text) ?? {});
    const answer = objectIn(text);
    if (!answer) throw silent(new Error(`What answers at ${address.origin} speaks no JSON.`));
    return { status: response.status, body: answer };
  }
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw silent(cause);
  }
}

function silent(cause: unknown): BookingPaymentError {
  const message = 'The service did not answer. Repeat the call; nothing happens twice.';
  return new BookingPaymentError('unreachable', message, { retryable: true, cause });
}

/** Gateways answer with pages of their own. */
function objectIn(text: string): Body | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null ? (found as Body) : undefined;
  } catch {
    return undefined;
  }
}
