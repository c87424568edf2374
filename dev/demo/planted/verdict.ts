import type { PlantedBug } from './bugs';
import { DRIVEN } from './bugs';
import type { Outcome } from './rehearsal';

const ACCUSES = /^ {2}(demo-| {2})/;
const BEGIN = /^\d+ of \d+ bookings ended wrongly:$/m;

/** The part of the demo's output in which it says which bookings are wrong, and why. */
export function accusation({ output }: Outcome): string {
  const at = output.search(BEGIN);
  if (at < 0) return '';
  const lines = output.slice(at).split('\n');
  const end = lines.findIndex((line, index) => index > 0 && !ACCUSES.test(line));
  return lines.slice(0, end < 0 ? undefined : end).join('\n');
}

/** Why the demo did not find the bug as it should; undefined when it did. */
export function missed({ breaks }: PlantedBug, outcome: Outcome): string | undefined {
  if (outcome.exitCode !== 1) return `the demo ended with exit code ${outcome.exitCode}`;
  const said = accusation(outcome);
  const accused = DRIVEN.filter((name) => new RegExp(`^  demo-\\w+-${name}-\\d+ `, 'm').test(said));
  if (accused.join() === DRIVEN.filter((name) => breaks.includes(name)).join()) return undefined;
  return `it accused ${accused.join(', ') || 'nobody'} instead of ${breaks.join(', ')}`;
}
