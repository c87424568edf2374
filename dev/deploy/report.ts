import { FIRST, SECOND, type Rehearsed, type Sighting } from './rehearsal';
import { faultsOf } from './trace';

/** All that Temporal's records say is wrong; money and events are judged apart. */
export function wrongs({ sightings, drainage }: Rehearsed): string[] {
  const faults = sightings.flatMap(({ trace, expected }) => faultsOf(trace, expected));
  return drainage === 'drained' ? faults : [...faults, `${SECOND} is ${drainage}, not drained`];
}

/** A line per build: what it began, and what became of that. */
export function buildTable(rehearsed: Rehearsed): string {
  const head = ['', 'began', 'ended rightly', 'failed tasks', 'still open'];
  const rows = [
    head,
    ...[FIRST, SECOND].map((build) => bookingRow(build, rehearsed)),
    ...groups(rehearsed.sightings).map(([name, seen]) => row(name, seen.length, sound(seen), seen)),
  ];
  const widths = head.map((_, column) => Math.max(...rows.map((each) => each[column]!.length)));
  return rows
    .map((each) =>
      each
        .map((text, column) =>
          column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function bookingRow(build: string, { members, verdicts, sightings }: Rehearsed): string[] {
  const ids = members.filter((member) => member.build === build).map(idOf);
  const seen = sightings.filter(({ trace }) => ids.includes(trace.workflowId));
  const right = verdicts.filter(
    ({ booking, faults }) => ids.includes(idOf({ booking })) && faults.length === 0,
  );
  return row(`${build}: bookings, pinned`, ids.length, right.length, seen);
}

/** What goes on with the newest build, by the way that it was to take. */
function groups(sightings: readonly Sighting[]): (readonly [string, Sighting[]])[] {
  const ways = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const { trace, expected } = sighting;
    if (expected.behaviour === 'pinned') continue;
    const kind = trace.workflowId.startsWith('refund-') ? 'refunds' : 'sweeps';
    const way = `${kind}, ${expected.builds.join(' → ')}`;
    ways.set(way, [...(ways.get(way) ?? []), sighting]);
  }
  return [...ways].sort(([a], [b]) => a.localeCompare(b));
}

const sound = (seen: readonly Sighting[]) =>
  seen.filter(({ trace, expected }) => faultsOf(trace, expected).length === 0).length;

function row(name: string, began: number, right: number, seen: readonly Sighting[]): string[] {
  const failed = seen.reduce((sum, { trace }) => sum + trace.failedTasks, 0);
  const open = seen.filter(({ trace }) => trace.open).length;
  return [name, ...[began, right, failed, open].map(String)];
}

function idOf({ booking }: { readonly booking: { readonly bookingId: string } }): string {
  return `booking-${booking.bookingId}`;
}
