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
  readonly metadata: Readonly<Record<string, string>>;
}

const MONEY = new Set(['payment_intent', 'charge', 'refund']);

/** Stripe's side of the story: the changes of everything that moves money, oldest first. */
export async function readLedger(file: string): Promise<Change[]> {
  let changes: Change[] = [];
  for await (const text of createInterface({ input: createReadStream(file) })) {
    const line = JSON.parse(text) as { kind: string; object?: unknown };
    if (line.kind === 'reset') changes = [];
    if (line.kind === 'change' && MONEY.has(String(line.object)))
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
  };
}
