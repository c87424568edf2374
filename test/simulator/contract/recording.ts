import Stripe from 'stripe';
import { SECRET_KEY } from '../started';

export type Exchange = {
  method: string;
  path: string;
  query: string;
  body: string | undefined;
  headers: Record<string, string>;
  status: number;
  answer: unknown;
};

/** The official SDK, with everything that it sends and gets written down. */
export function recordingSdk(url: string, key = SECRET_KEY) {
  const exchanges: Exchange[] = [];
  const { hostname, port } = new URL(url);

  const recording: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const { pathname, search } = new URL(addressOf(input));
    exchanges.push({
      method: init?.method ?? 'GET',
      path: pathname,
      query: search,
      body: typeof init?.body === 'string' && init.body !== '' ? init.body : undefined,
      headers: Object.fromEntries(new Headers(init?.headers).entries()),
      status: response.status,
      answer: await response.clone().json(),
    });
    return response;
  };

  const stripe = new Stripe(key, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    httpClient: Stripe.createFetchHttpClient(recording),
  });
  return { stripe, exchanges };
}

function addressOf(input: Parameters<typeof fetch>[0]): string {
  return input instanceof Request ? input.url : input.toString();
}
