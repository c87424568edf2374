import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Stripe from 'stripe';
import { startSimulator } from '../../../dev/stripe/simulator';

const SECRET_KEY = 'sk_test_saga';
const PUBLISHABLE_KEY = 'pk_test_saga';
export const WEBHOOK_SECRET = 'whsec_saga';

/** The simulator in this process, its ledger on disk, and every control of it. */
export async function startStripe(dir: string) {
  const ledger = join(dir, 'ledger.jsonl');
  const simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    apiVersion: Stripe.API_VERSION,
    ledger,
    webhooks: [],
  });
  const { url, close } = simulator;

  async function control<T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<T> {
    const response = await fetch(`${url}/_control${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  let aheadSeconds = 0;
  return {
    url,
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    control,
    /** The customer's and the bank's side; the product has a client of its own. */
    outside: new Stripe(SECRET_KEY, {
      host: '127.0.0.1',
      port: new URL(url).port,
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
    }),
    async moveClock(ahead: number): Promise<void> {
      const advance = ahead - aheadSeconds;
      if (advance <= 0) return;
      aheadSeconds = ahead;
      await control('POST', '/clock', { advance_seconds: advance });
    },
    sendWebhooksTo: (address: string) =>
      control('PUT', '/webhooks', { endpoints: [{ url: address, secrets: [WEBHOOK_SECRET] }] }),
    /** Webhooks that are being sent, or wait for their next try. */
    async webhooksUnderWay(): Promise<number> {
      const { sending, later } = await control<{ sending: number; later: number }>(
        'GET',
        '/webhooks',
      );
      return sending + later;
    },
    ledgerText: () => readFileSync(ledger, 'utf8'),
    close,
  };
}

export type StripeSide = Awaited<ReturnType<typeof startStripe>>;
