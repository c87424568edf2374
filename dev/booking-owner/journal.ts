import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Behaviour } from './behaviour';
import type { Action, ActionBody, BookingState } from './inventory';

/** One call as it came and as it was answered. `state` is where it left the booking, if anywhere. */
export interface Call {
  readonly at: string;
  readonly action: Action;
  readonly bookingId: string;
  readonly key: string;
  readonly body: ActionBody;
  readonly status: number;
  readonly answer: unknown;
  readonly state?: BookingState;
}

export type Entry =
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'places'; readonly trip: string; readonly places: number }
  | { readonly kind: 'behaviour'; readonly bookingId: string; readonly behaviour: Behaviour };

/** What happened, a line each. Read once at the start, then only added to. */
export function openJournal(file: string) {
  mkdirSync(dirname(file), { recursive: true });
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  // Without its line end, the last line is one that a sudden death cut short: nobody got an answer.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) appendFileSync(file, '\n');
  return {
    entries: whole
      .split('\n')
      .filter(isWhole)
      .map((line) => JSON.parse(line) as Entry),
    append: (entry: Entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`),
  };
}

export type Journal = ReturnType<typeof openJournal>;

/** Lines cut short by earlier deaths stay where they are. */
function isWhole(line: string): boolean {
  return line.startsWith('{') && line.endsWith('}') && parses(line);
}

function parses(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
