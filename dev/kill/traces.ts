import { canonicalEvents } from '../demo/judge/events';
import type { Verdict } from '../demo/judge/verdict';

/** What the kills have left behind that is allowed. */
export function traces(verdicts: readonly Verdict[]): string {
  let copies = 0;
  let missed = 0;
  for (const { dossier, faults } of verdicts) {
    const { records, expected } = dossier;
    copies += records.length - new Set(records.map(identity)).size;
    if (faults.length === 0)
      missed += (expected?.events.length ?? 0) - canonicalEvents(dossier).length;
  }
  return `${copies} records are in Kafka more than once, ${missed} passing moments went unseen.`;
}

function identity({ topic, headers }: Verdict['dossier']['records'][number]): string {
  return `${topic} ${headers['ce_id']}`;
}
