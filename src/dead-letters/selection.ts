import type { Letter } from './letter';

export const REASONS = ['schema', 'signature', 'unknown-type', 'refused'] as const;
export const STATES = ['open', 'replayed'] as const;
export type State = (typeof STATES)[number];

/** Each that is given must hold; of several values of one, any. */
export interface Filter {
  readonly topics?: readonly string[];
  readonly reasons?: readonly string[];
  readonly keys?: readonly string[];
  readonly since?: Date;
  readonly state?: State;
}

export function stateOf({ replays }: Letter): State {
  return replays.length === 0 ? 'open' : 'replayed';
}

export function fits(letter: Letter, { topics, reasons, keys, since, state }: Filter): boolean {
  return (
    isAmong(topics, letter.original?.topic) &&
    isAmong(reasons, letter.reason) &&
    isAmong(keys, letter.key?.toString()) &&
    (since === undefined || letter.failedAt >= since) &&
    (state === undefined || stateOf(letter) === state)
  );
}

/** What can be said of a letter before what lies behind it is read. */
export function fitsForNow(letter: Letter, { state: _later, ...filter }: Filter): boolean {
  return fits(letter, filter);
}

function isAmong(wanted: readonly string[] | undefined, found: string | undefined): boolean {
  return wanted === undefined || (found !== undefined && wanted.includes(found));
}
