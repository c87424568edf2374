import type { StripeFacts } from '../../../src/domain/stripe-event';
import { StripeError } from '../refusals';
import type { Charge, Dispute, Entry, Intent, Refund, StripeEvent } from './objects';

export type PostFault = 'busy' | '500 before' | '500 after' | 'answer lost';

interface Saved {
  at: number;
  parameters: string;
  answer?: object;
  error?: StripeError;
}

const DAY = 24 * 3_600_000;

/** Stripe's memory: objects, the ledger, the events and what is saved under idempotency keys. */
export function createAccount(clock: { now: number }) {
  const saved = new Map<string, Saved>();
  let ids = 0;
  let key: string | undefined;
  const account = {
    clock,
    intents: [] as Intent[],
    charges: [] as Charge[],
    refunds: [] as Refund[],
    disputes: [] as Dispute[],
    events: [] as StripeEvent[],
    ledger: [] as Entry[],
    /** Strikes one of the next POSTs. */
    strike: undefined as { fault: PostFault; in: number } | undefined,
    /** What has really struck a POST. */
    struck: new Set<PostFault>(),
    /** POSTs by which we asked for more than there was. */
    overdrawn: 0,

    newId: (prefix: string): string => `${prefix}_${(ids += 1)}`,

    enter(entry: Omit<Entry, 'at' | 'key'>): void {
      account.ledger.push({ ...entry, at: clock.now, ...(key !== undefined && { key }) });
    },

    tell(type: string, objectId: string, facts: StripeFacts): void {
      const id = account.newId('evt');
      account.events.push({ id, type, objectId, createdAt: clock.now, facts, sent: 'not yet' });
    },

    /** reference/stripe.md section 2: the first answer is saved under the key, errors included. */
    post<T extends object>(withKey: string, parameters: string, run: () => T): Answered<T> {
      const before = saved.get(withKey);
      if (before && clock.now - before.at < DAY) {
        if (before.parameters !== parameters) throw new StripeError({ kind: 'saved' });
        if (before.error) throw before.error;
        return { ...(before.answer as T), replayed: true };
      }
      const fault = struck(account);
      if (fault === 'busy') throw new StripeError({ kind: 'busy' });
      const entry: Saved = { at: clock.now, parameters };
      saved.set(withKey, entry);
      if (fault === '500 before') throw (entry.error = new StripeError({ kind: 'saved' }));
      key = withKey;
      try {
        entry.answer = { ...run() };
      } catch (error) {
        if (error instanceof StripeError) entry.error = error;
        throw error;
      } finally {
        key = undefined;
      }
      if (fault === '500 after') throw (entry.error = new StripeError({ kind: 'saved' }));
      if (fault === 'answer lost') throw new StripeError({ kind: 'unanswered' });
      return { ...(entry.answer as T), replayed: false };
    },
  };
  return account;
}

export type Account = ReturnType<typeof createAccount>;
export type Answered<T> = T & { replayed: boolean };

function struck(account: Account): PostFault | undefined {
  const { strike } = account;
  if (!strike || (strike.in -= 1) > 0) return undefined;
  account.strike = undefined;
  account.struck.add(strike.fault);
  return strike.fault;
}
