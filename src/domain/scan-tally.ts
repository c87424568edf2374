import type { VerifiedEvent } from './stripe-event';

/**
 * What a scan found of an event: *known* to the inbox; *recovered*, for no webhook has brought it;
 * *foreign*: it concerns another service that shares the Stripe account, or the other mode.
 */
export type Fate = 'known' | 'recovered' | 'foreign';

export type Counts = Record<Fate | 'read', number>;

/** What scans came to so far. Plain JSON, for it is a workflow's result and a heartbeat. */
export interface Tally extends Counts {
  /** Of a handled type, but of a shape that we cannot read. */
  unreadable: number;
  types: Record<string, Counts>;
  /** The times of the events read, in ISO 8601. */
  newest?: string;
  oldest?: string;
}

/** A scan from where the last one ended. */
export interface CatchUp extends Tally {
  since: string;
  /** Nothing is missing before this. */
  until: string;
  /** False when its time was over before it had come to the present: the next one goes on. */
  complete: boolean;
  /** What Stripe has forgotten since the last scan; nobody can read it any more. */
  lost?: { since: string; until: string };
}

const none = (): Counts => ({ read: 0, known: 0, recovered: 0, foreign: 0 });

export function emptyTally(): Tally {
  return { ...none(), unreadable: 0, types: {} };
}

export function counted(
  tally: Tally,
  { type, createdAt }: Pick<VerifiedEvent, 'type' | 'createdAt'>,
  fate: Fate,
): Tally {
  const at = createdAt.toISOString();
  const { newest = at, oldest = at } = tally;
  return {
    ...tally,
    ...oneMore(tally, fate),
    types: { ...tally.types, [type]: oneMore(tally.types[type] ?? none(), fate) },
    newest: at > newest ? at : newest,
    oldest: at < oldest ? at : oldest,
  };
}

function oneMore(counts: Counts, fate: Fate): Counts {
  const { read, known, recovered, foreign } = counts;
  return { ...{ read: read + 1, known, recovered, foreign }, [fate]: counts[fate] + 1 };
}
