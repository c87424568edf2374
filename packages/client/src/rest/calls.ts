import { setTimeout as pause } from 'node:timers/promises';
import { BookingPaymentError } from '../booking-payment-error';

export interface RestOptions {
  /** Such as `https://payments.example`. */
  baseUrl: string;
  /** Sent as `Authorization: Bearer`; asked for anew with each call. */
  token?: () => string | Promise<string>;
  fetch?: typeof fetch;
  /** Of one attempt; 10,000 when absent. */
  timeoutMs?: number;
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
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
    const response = await answered(async () =>
      ask(new URL(path, baseUrl), {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          ...(token && { authorization: `Bearer ${await token()}` }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
    const answer = await answered(() => response.json() as Promise<Answer['body']>);
    if (response.ok) return { status: response.status, body: answer };
    throw refusal(response.status, answer);
  }
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    const silent = 'The service did not answer. Repeat the call; nothing happens twice.';
    const error = new BookingPaymentError('unreachable', silent, { retryable: true });
    throw Object.assign(error, { cause });
  }
}

interface Problem {
  code?: string;
  title?: string;
  detail?: string;
  requestId?: string;
  errors?: { path: string; message: string }[];
}

/** RFC 9457, as the service answers. */
function refusal(status: number, body: Answer['body']): BookingPaymentError {
  const { code, detail, title, requestId, errors } = body as Problem;
  const words = detail ?? title ?? `Answered with ${status}.`;
  return new BookingPaymentError(code ?? `http_${status}`, words, {
    status,
    retryable: status === 429 || status >= 500 || code === 'request_in_progress',
    ...(requestId !== undefined && { requestId }),
    ...(errors && { errors }),
  });
}
