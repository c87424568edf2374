import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** What the simulator wrote down of one object, each time that it changed. */
export interface Change {
  readonly seq: number;
  readonly at: string;
  readonly object: string;
  readonly id: string;
  readonly cause: { readonly request: string | null; readonly idempotencyKey: string | null };
  readonly snapshot: Readonly<Record<string, unknown>>;
}

export interface Intent {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Charge {
  readonly id: string;
  readonly payment_intent: string;
  /** False while the sum is only held. */
  readonly captured: boolean;
  readonly status: string;
  readonly amount_captured: number;
  readonly currency: string;
}

export interface Refund {
  readonly id: string;
  readonly payment_intent: string;
  readonly charge: string;
  readonly amount: number;
  readonly status: string;
  readonly reason?: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Dispute {
  readonly id: string;
  readonly payment_intent: string;
  readonly charge: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  readonly is_charge_refundable: boolean;
}

/** A balance transaction: money that moved, and what for. */
export interface Movement {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly source: string;
  readonly reporting_category: string;
}

const OF_MONEY = new Set(['payment_intent', 'charge', 'refund', 'dispute', 'balance_transaction']);

/** Stripe's side of the story: the changes of everything that moves money, oldest first. */
export async function readLedger(file: string): Promise<Change[]> {
  let changes: Change[] = [];
  for await (const text of createInterface({ input: createReadStream(file) })) {
    const line = JSON.parse(text) as { kind: string; object?: unknown };
    if (line.kind === 'reset') changes = [];
    if (line.kind === 'change' && OF_MONEY.has(String(line.object)))
      changes.push(line as unknown as Change);
  }
  return changes;
}

/** How each object stands after all its changes. */
export function finalObjects(changes: readonly Change[]) {
  const last = new Map(changes.map((change) => [change.id, change]));
  const of = <T>(object: string) =>
    [...last.values()]
      .filter((change) => change.object === object)
      .map(({ snapshot }) => snapshot as unknown as T);
  return {
    intents: of<Intent>('payment_intent'),
    charges: of<Charge>('charge'),
    refunds: of<Refund>('refund'),
    disputes: of<Dispute>('dispute'),
    movements: of<Movement>('balance_transaction'),
  };
}
