import { createHmac } from 'node:crypto';
import { DAY } from '../state/clock';
import type { LedgerLine } from '../state/ledger';
import type { World } from '../state/world';
import { badParameter, StripeError } from './stripe-error';

export type Saved = {
  key: string;
  endpoint: string;
  params: string;
  status: number;
  body: unknown;
  request: string;
  created: number;
};

type Claim = Pick<Saved, 'key' | 'endpoint' | 'params'>;
export type Idempotency = ReturnType<typeof createIdempotency>;

const KEPT_SECONDS = DAY;

/** Section 2 of the Stripe reference: the first answer to a key is the answer for a day. */
export function createIdempotency(world: World) {
  const answers = new Map<string, Saved>();
  const running = new Set<string>();

  /** The earlier answer, or nothing: then the caller executes, and must call `release`. */
  function claim(wanted: Claim): Saved | undefined {
    if (wanted.key.length > 255)
      throw badParameter(
        `Idempotency keys may be at most 255 characters long (this one has ${wanted.key.length}).`,
        {},
      );
    if (running.has(wanted.key)) throw inUse(wanted.key);
    const saved = answers.get(wanted.key);
    if (!saved || saved.created + KEPT_SECONDS <= world.clock.now()) {
      running.add(wanted.key);
      return undefined;
    }
    assertSame(saved, wanted);
    return saved;
  }

  function keep(saved: Omit<Saved, 'created'>): void {
    const kept = { ...saved, created: world.clock.now() };
    answers.set(kept.key, kept);
    world.ledger.append('saved', kept);
  }

  return {
    claim,
    keep,
    release: (key: string) => running.delete(key),
    restore: (line: LedgerLine) => answers.set(line['key'] as string, line as unknown as Saved),
    clear: () => answers.clear(),
  };
}

function assertSame(saved: Saved, wanted: Claim): void {
  if (saved.endpoint !== wanted.endpoint)
    throw misused(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${wanted.endpoint}' vs '${saved.endpoint}'). Try using a key other than '${wanted.key}' if you meant to execute a different request.`,
    );
  if (saved.params !== wanted.params)
    throw misused(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${wanted.key}' if you meant to execute a different request.`,
    );
}

const misused = (message: string) =>
  new StripeError(400, { message, type: 'idempotency_error' }, false);

export const inUse = (key: string) =>
  new StripeError(
    409,
    {
      code: 'idempotency_key_in_use',
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      type: 'idempotency_error',
    },
    false,
  );

/** Keyed, so that a card number cannot be guessed from the ledger; not sensitive to order. */
export function hashOf(params: unknown, secretKey: string): string {
  return createHmac('sha256', secretKey)
    .update(JSON.stringify(sorted(params)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, inner]) => [name, sorted(inner)]);
}
