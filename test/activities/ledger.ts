import { readFileSync } from 'node:fs';

interface Line {
  kind: string;
  object?: string;
  action?: string;
  cause?: { by: string; idempotencyKey: string | null };
  snapshot?: Record<string, unknown>;
  method?: string;
  path?: string;
  key?: string | null;
  status?: number | null;
  replay_of?: string | null;
}

export interface LedgerIntent {
  id: string;
  status: string;
  amount: number;
  amount_received: number;
  currency: string;
  latest_charge: string | null;
  metadata: Record<string, string>;
  /** The idempotency key that it was made under. */
  key: string | null;
}

export interface LedgerCharge {
  id: string;
  status: string;
  amount_captured: number;
  amount_refunded: number;
  currency: string;
  payment_intent: string;
}

export interface LedgerRefund {
  id: string;
  status: string;
  amount: number;
  charge: string;
  metadata: Record<string, string>;
}

export interface LedgerDispute {
  id: string;
  status: string;
  charge: string;
  amount: number;
  is_charge_refundable: boolean;
  balance_transactions: { amount: number }[];
}

/** A request that Stripe answered for the first time, not one that it replayed. */
export interface Executed {
  method: string;
  path: string;
  key: string | null;
  status: number | null;
}

export interface StripeLedger {
  intents: LedgerIntent[];
  charges: LedgerCharge[];
  refunds: LedgerRefund[];
  disputes: LedgerDispute[];
  executed: Executed[];
}

/** What really happened at Stripe, by its own books and not by its answers. */
export function readLedger(file: string): StripeLedger {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const parsed = lines.map((line) => JSON.parse(line) as Line);
  const latest = new Map<string, Line>();
  const keys = new Map<string, string | null>();
  for (const line of parsed.filter(({ kind }) => kind === 'change')) {
    const id = String(line.snapshot?.['id']);
    latest.set(id, line);
    if (line.action === 'created') keys.set(id, line.cause?.idempotencyKey ?? null);
  }
  const all = (object: string): unknown[] =>
    [...latest.values()]
      .filter((line) => line.object === object && line.action !== 'deleted')
      .map(({ snapshot }) => ({ ...snapshot, key: keys.get(String(snapshot?.['id'])) }));
  return {
    intents: all('payment_intent') as LedgerIntent[],
    charges: all('charge') as LedgerCharge[],
    refunds: all('refund') as LedgerRefund[],
    disputes: all('dispute') as LedgerDispute[],
    executed: parsed
      .filter(({ kind, replay_of }) => kind === 'request' && !replay_of)
      .map(({ method = '', path = '', key = null, status = null }) => ({
        ...{ method, path, key, status },
      })),
  };
}

export const gaveBack = ({ status }: LedgerRefund) => status !== 'failed' && status !== 'canceled';

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
