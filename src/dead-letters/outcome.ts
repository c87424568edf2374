import { countOf, placeOf } from './listing';
import { replayCount } from './letter';
import { printable } from './redaction';
import type { Outcome } from './replay';
import type { Step } from './replay-plan';

/** One step, with how far it is: `[ 3/12] 57 (orders/0/4) replayed to orders, for the 1st time`. */
export function stepLine(step: Step, place: number, all: number, dryRun: boolean): string {
  const { letter } = step;
  const count = String(place).padStart(String(all).length);
  return `[${count}/${all}] ${letter.id} (${placeOf(letter)}): ${deed(step, dryRun)}`;
}

function deed(step: Step, dryRun: boolean): string {
  switch (step.act) {
    case 'replay': {
      const what = dryRun ? 'would be replayed' : 'replayed';
      return `${what} to ${printable(step.to)}, replay ${replayCount(step.letter) + 1}`;
    }
    case 'skip':
      return `skipped: ${printable(step.why)}`;
    case 'refuse':
      return `refused: ${printable(step.why)}`;
  }
}

/** What it came to, and what is left. */
export function summary(plan: readonly Step[], outcome: Outcome, dryRun: boolean): string[] {
  const [replayed, skipped, refused] = (['replay', 'skip', 'refuse'] as const).map(
    (act) => outcome.done.filter((step) => step.act === act).length,
  );
  const first = `${countOf(replayed!)} ${dryRun ? 'would be ' : ''}replayed`;
  const left = plan.slice(outcome.done.length).filter((step) => step.act === 'replay');
  return [
    `${first}, ${skipped} skipped, ${refused} refused.`,
    ...(left.length === 0
      ? []
      : [`Not replayed: ${idsOf(left)}. Run the command again: it skips what was replayed.`]),
  ];
}

/** Which letter Kafka did not take, in the words for its error. */
export function failureLine({ step, at }: NonNullable<Outcome['failure']>, words: string): string {
  const { id } = step.letter;
  return at === 'replay'
    ? `Letter ${id} was not acknowledged, and may have arrived all the same. ${words}`
    : `Letter ${id} was replayed, but that could not be noted down: the next run replays it again, ` +
        `which consumers take in good part. ${words}`;
}

function idsOf(steps: readonly Step[]): string {
  const ids = steps.map(({ letter }) => letter.id);
  const more = ids.length > 20 ? ` and ${ids.length - 20} more` : '';
  return `${ids.slice(0, 20).join(', ')}${more}`;
}
