import type { StoredEffect } from '../../src/domain/effect';
import type { CanonicalEvent } from '../../src/domain/events';
import { ForbiddenMove, evolve, type Telling } from '../../src/domain/evolve';
import type { RefundStatus, RequestedBy } from '../../src/domain/refund';
import {
  NOTHING,
  type BookingState,
  type Decision,
  type FlagKind,
  type FlagRaised,
} from '../../src/domain/transition';
import type { StripeEvent } from './stripe/objects';

/** The database. Its rows change as src/db changes them, and its booking only by `evolve`. */

export interface ChargeRow {
  stripeChargeId: string;
  stripePaymentIntentId: string;
  own: boolean;
  amountMinor: number;
  currency: string;
  reservedMinor: number;
  externalMinor: number;
  refundedMinor: number;
}

export interface RefundRow {
  refundId: string;
  stripeChargeId: string;
  workflowId: string;
  amountMinor: number;
  reason: string;
  requestedBy: RequestedBy;
  status: RefundStatus;
  attempt: number;
  stripeRefundId: string | null;
  manual: boolean;
  errorCode: string | null;
}

export interface DisputeRow {
  disputeId: string;
  stripeChargeId: string;
  status: string;
  refundable: boolean;
  withdrawnMinor: number;
  evidenceSubmittedAt: Date | null;
}

export interface EffectRow extends StoredEffect {
  spentBy: string | null;
}

export interface InboxRow {
  event: StripeEvent;
  deliveries: number;
  outcome?: string;
}

/** One transaction: whatever it has changed is undone when it ends with an error. */
export interface Tx {
  change: <T extends object>(row: T, change: Partial<T>) => void;
  insert: <T>(table: T[], row: T) => void;
}

export type Decide = (state: BookingState, tx: Tx) => Decision;

export function createRows(clock: { now: number }) {
  const rows = {
    booking: undefined as BookingState | undefined,
    events: [] as CanonicalEvent[],
    charges: [] as ChargeRow[],
    refunds: [] as RefundRow[],
    disputes: [] as DisputeRow[],
    effects: new Map<string, EffectRow>(),
    /** Raised flags by kind and subject; true while they wait for a person. */
    flags: new Map<string, boolean>(),
    acts: [] as string[],
    inbox: [] as InboxRow[],

    charge: (id: string) => rows.charges.find(({ stripeChargeId }) => stripeChargeId === id),
    ownCharge: () => rows.charges.find(({ own }) => own),
    refund: (id: string) => rows.refunds.find(({ refundId }) => refundId === id),
    dispute: (id: string) => rows.disputes.find(({ disputeId }) => disputeId === id),
    isFrozen: (chargeId: string) =>
      rows.disputes.some((one) => one.stripeChargeId === chargeId && !one.refundable),

    raise({ kind, subject }: Pick<FlagRaised, 'kind' | 'subject'>): void {
      rows.flags.set(`${kind} ${subject}`, true);
    },
    clear(kind: FlagKind, subject?: string): void {
      for (const flag of rows.flags.keys())
        if (subject === undefined ? flag.startsWith(`${kind} `) : flag === `${kind} ${subject}`)
          rows.flags.set(flag, false);
    },
    isFlagged(kind = ''): boolean {
      for (const [flag, open] of rows.flags) if (open && flag.startsWith(kind)) return true;
      return false;
    },

    /** src/db/transitions.ts: the one writer, under the booking's lock. */
    record(
      decide: Decide,
      { news = false, stripeEventId }: { news?: boolean; stripeEventId?: string } = {},
    ): BookingState {
      const { tx, undo } = begin();
      const state = rows.booking!;
      try {
        const decision = decide(state, tx);
        if (decision === NOTHING) return state;
        const telling: Telling = {
          at: new Date(clock.now),
          livemode: false,
          ...(stripeEventId !== undefined && { stripeEventId }),
        };
        const told = evolveOrFlag(state, decision, telling, news);
        rows.booking = told.state;
        rows.events.push(...told.events);
        told.flags.forEach(rows.raise);
        return told.state;
      } catch (error) {
        undo();
        throw error;
      }
    },
  };
  return rows;
}

export type Rows = ReturnType<typeof createRows>;

function begin() {
  const done: (() => void)[] = [];
  const tx: Tx = {
    change(row, change) {
      const before = { ...row };
      done.push(() => Object.assign(row, before));
      Object.assign(row, change);
    },
    insert(table, row) {
      done.push(() => table.pop());
      table.push(row);
    },
  };
  return { tx, undo: () => done.reverse().forEach((one) => one()) };
}

function evolveOrFlag(state: BookingState, decision: Decision, telling: Telling, news: boolean) {
  const flags: Pick<FlagRaised, 'kind' | 'subject'>[] = decision.flags ?? [];
  try {
    return { ...evolve(state, decision, telling), flags };
  } catch (error) {
    if (!news || !(error instanceof ForbiddenMove)) throw error;
    const flag = { kind: 'forbidden_move', subject: error.eventType } as const;
    return { state, events: [], flags: [...flags, flag] };
  }
}
