import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Stripe from 'stripe';
import { startSimulator } from '../../../dev/stripe/simulator';

const SECRET_KEY = 'sk_test_saga';
const PUBLISHABLE_KEY = 'pk_test_saga';
export const WEBHOOK_SECRET = 'whsec_saga';

/** A line about an event, and one about its delivery: there `event` is its id. */
type LedgerLine =
  | {
      kind: 'event';
      id: string;
      event: { data: { object: { metadata?: Record<string, string> } } };
    }
  | { kind: 'delivery'; event: string; outcome: string };

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
  const redelivered = new Set<string>();
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
    /** Of every request that came, answered or not. */
    keysSent: () =>
      readFileSync(ledger, 'utf8')
        .split('\n')
        .filter((line) => line.includes('"kind":"request"'))
        .map((line) => (JSON.parse(line) as { key: string | null }).key)
        .filter((key) => key !== null),
    /** How often a fault has struck. */
    async struck(id: string): Promise<number> {
      type Faults = Record<'requests' | 'webhooks', { id: string; struck: number }[]>;
      const { requests, webhooks } = await control<Faults>('GET', '/faults');
      return [...requests, ...webhooks].find((fault) => fault.id === id)?.struck ?? 0;
    },
    /** Sends once more what a fault has dropped, as somebody may do in the dashboard. */
    async redeliverDropped(
      wanted: (metadata: Readonly<Record<string, string>>) => boolean = () => true,
    ): Promise<void> {
      const lines = readFileSync(ledger, 'utf8').split('\n').filter(Boolean);
      const about = new Map<string, Record<string, string>>();
      const dropped = new Set<string>();
      for (const line of lines.filter((each) => /"kind":"(event|delivery)"/.test(each))) {
        const told = JSON.parse(line) as LedgerLine;
        if (told.kind === 'event') about.set(told.id, told.event.data.object.metadata ?? {});
        else if (told.outcome === 'dropped') dropped.add(told.event);
      }
      for (const event of dropped)
        if (!redelivered.has(event) && wanted(about.get(event) ?? {})) {
          redelivered.add(event);
          await control('POST', '/webhooks/redeliver', { event });
        }
    },
    close,
  };
}

export type StripeSide = Awaited<ReturnType<typeof startStripe>>;
