/**
 * Stripe's books, read from the simulator's ledger alone (dev/stripe/README.md, Ledger). The judge
 * takes money from nowhere else.
 */
export interface Books {
  readonly intents: readonly Intent[];
  readonly charges: readonly Charge[];
  readonly refunds: readonly Refund[];
  readonly disputes: readonly Dispute[];
  readonly movements: readonly Movement[];
  /** Every state of charges and refunds, in the order of the ledger. */
  readonly story: readonly (Moment<Charge> | Moment<Refund>)[];
  readonly requests: readonly Executed[];
}

export interface Born {
  /** Real time. */
  readonly bornAtMs: number;
  /** The idempotency key that it was made under. */
  readonly key: string | null;
}

export interface Intent extends Born {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Real time at which it was cancelled, and under which key: none where we had no part in it. */
  readonly canceledAtMs?: number;
  readonly canceledUnder?: string | null;
}

export interface Charge extends Born {
  readonly id: string;
  readonly status: string;
  readonly payment_intent: string;
  readonly amount: number;
  readonly amount_captured: number;
  readonly captured: boolean;
  readonly currency: string;
}

export interface Refund extends Born {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly charge: string;
  readonly payment_intent: string;
  readonly currency: string;
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Dispute {
  readonly id: string;
  readonly status: string;
  readonly charge: string;
  readonly payment_intent: string;
}

/** A balance transaction: the only place where money moves. */
export interface Movement {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly source: string;
  readonly reporting_category: string;
}

export interface Moment<T> {
  readonly kind: string;
  readonly object: T;
}

/** A request that ran, as against one whose answer was replayed. */
export interface Executed {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly status: number | null;
}

interface Line {
  readonly kind: string;
  readonly at: string;
  readonly object?: string;
  readonly id?: string;
  readonly action?: string;
  readonly cause?: { readonly idempotencyKey: string | null };
  readonly snapshot?: Readonly<Record<string, unknown>>;
  readonly method?: string;
  readonly path?: string;
  readonly key?: string | null;
  readonly status?: number | null;
  readonly replay_of?: string | null;
}

export function readBooks(text: string): Books {
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  const objects = new Map<string, { kind: string; object: Record<string, unknown> }>();
  const story: Moment<Charge | Refund>[] = [];
  for (const line of lines.filter(({ kind }) => kind === 'change')) {
    const { id = '', object: kind = '' } = line;
    const object = { ...line.snapshot, ...born(line, objects.get(id)?.object) };
    objects.set(id, { kind, object });
    if (kind === 'charge' || kind === 'refund')
      story.push({ kind, object: object as unknown as Charge | Refund });
  }
  const all = <T>(kind: string) =>
    [...objects.values()].filter((each) => each.kind === kind).map(({ object }) => object as T);
  return {
    intents: all<Intent>('payment_intent'),
    charges: all<Charge>('charge'),
    refunds: all<Refund>('refund'),
    disputes: all<Dispute>('dispute'),
    movements: all<Movement>('balance_transaction'),
    story: story as Books['story'],
    requests: lines
      .filter(({ kind, replay_of }) => kind === 'request' && !replay_of)
      .map(({ method = '', path = '', key = null, status = null }) => ({
        ...{ method, path, key, status },
      })),
  };
}

function born({ at, cause, snapshot }: Line, before: Record<string, unknown> | undefined) {
  const nowMs = Date.parse(at);
  const closed = snapshot?.['status'] === 'canceled' && before?.['status'] !== 'canceled';
  const canceledAtMs = closed ? nowMs : before?.['canceledAtMs'];
  const canceledUnder = closed ? (cause?.idempotencyKey ?? null) : before?.['canceledUnder'];
  return {
    bornAtMs: before?.['bornAtMs'] ?? nowMs,
    key: before ? before['key'] : (cause?.idempotencyKey ?? null),
    ...(canceledAtMs !== undefined && { canceledAtMs, canceledUnder }),
  };
}
