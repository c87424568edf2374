import type { CatchUp, Counts, Tally } from './domain/scan-tally';

const HEAD = ['type', 'read', 'known', 'recovered', 'not ours'];

/** How far a scan has come, on one line. */
export function progressLine({ read, oldest, recovered }: Tally, dryRun: boolean): string {
  const back = oldest === undefined ? '' : `, back to ${instant(oldest)}`;
  return `${read} events read${back}; ${recovered} ${dryRun ? 'missing' : 'recovered'} so far`;
}

/** What a scan came to, by type. */
export function finalTable({ types, ...all }: Tally, dryRun: boolean): string {
  const names = Object.keys(types).sort();
  const head = HEAD.map((word) => (dryRun && word === 'recovered' ? 'missing' : word));
  const rows = [head, ...names.map((name) => row(name, types[name]!)), row('all', all)];
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map((cells) =>
      cells
        .map((text, column) =>
          column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!),
        )
        .join('  '),
    )
    .join('\n');
}

/** What a person should know beyond the numbers, and perhaps do. */
export function remarks({ recovered, unreadable }: Tally, dryRun: boolean): string[] {
  const missing = dryRun ? 'would be recovered' : 'recovered; the consumer delivers them';
  return [
    recovered === 0 ? 'Nothing is missing.' : `${countOf(recovered)} ${missing}.`,
    ...(unreadable === 0
      ? []
      : [`${countOf(unreadable)} could not be read: look at them in Stripe's dashboard.`]),
  ];
}

export function lostRemark({ since, until }: NonNullable<CatchUp['lost']>): string {
  return (
    `The last scan ended ${instant(since)}, and Stripe keeps events for 30 days: what happened ` +
    `from then until ${instant(until)} cannot be recovered. Compare the bookings of that time with ` +
    "Stripe's dashboard by hand."
  );
}

function row(name: string, { read, known, recovered, foreign }: Counts): string[] {
  return [name, ...[read, known, recovered, foreign].map(String)];
}

function countOf(events: number): string {
  return events === 1 ? '1 event' : `${events} events`;
}

/** 2026-03-04 09:15:30Z */
function instant(iso: string): string {
  return iso.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}
