import { readdirSync } from 'node:fs';

/** What every release must have a recorded history of: one way to each end of a booking or refund. */
const ALWAYS = [
  'paid',
  'paid-webhook-lost',
  'declined-then-paid',
  'expired',
  'cancelled-by-customer',
  'cancelled-by-operator',
  'no-place',
  'start-refused',
  'refunded-unavailable',
  'refunded-amount-mismatch',
  'refund-failed-then-retried',
  'refund-failed-then-by-hand',
  'refundPayment-settled-at-once',
  'refundPayment-refused',
] as const;

const RECORDED = /^(\d+\.\d+\.\d+)-(.+)\.json$/;

/** The files of recorded histories, `<release>-<ending>.json`. */
export function recordedIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.json'));
}

const byAge = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

/**
 * What is missing of the histories, by their files' names. A release has all endings of the one
 * before it; of those younger than `current` some may be there already, since they are being made.
 */
export function lacking(files: readonly string[], current: string): string[] {
  const releases = new Map<string, Set<string>>();
  const misnamed: string[] = [];
  for (const file of files) {
    const [, release, ending] = RECORDED.exec(file) ?? [];
    if (release === undefined || ending === undefined) misnamed.push(`${file}: of which release?`);
    else releases.set(release, (releases.get(release) ?? new Set()).add(ending));
  }
  const inTurn = [...releases]
    .filter(([release]) => byAge(release, current) <= 0)
    .sort(([a], [b]) => byAge(a, b));
  if (!releases.has(current)) misnamed.push(`${current}: no ending is recorded`);
  const gaps = inTurn.flatMap(([release, endings], index) => {
    const wanted = [...ALWAYS, ...(inTurn[index - 1]?.[1] ?? [])];
    return [...new Set(wanted)]
      .filter((ending) => !endings.has(ending))
      .map((ending) => `${release}: no history of ${ending}`);
  });
  return [...misnamed, ...gaps];
}
