import { availableParallelism } from 'node:os';
import type { Evidence } from './evidence';
import { copiesIn } from './log-verdict';
import { hasFailed, type Asked } from './requests';
import { drain, servedMeanwhile } from './verdict';

const SECOND = 1_000;
const SHOWN = 20;

const KINDS = ['create', 'look'] as const;
const PHASES = ['before', 'while Kafka was away', 'after its return'] as const;
const HEAD = ['API', 'requests', 'errors', '202', 'median', '99 %', 'slowest'];

/** What was seen, in a table, and what was wrong, in sentences. */
export function report(evidence: Evidence, faults: readonly string[]): string {
  const { bookings, rows, log, wentAt, returnedAt, load } = evidence;
  const { waited, tookMs } = drain(evidence);
  const { ordered, confirmed } = servedMeanwhile(evidence);
  const facts: [string, string][] = [
    ['Kafka was away', seconds(returnedAt - wentAt)],
    [
      'the machine',
      `${availableParallelism()} cores, load ${load.map((n) => n.toFixed(1)).join(' to ')}`,
    ],
    ['bookings', `${bookings.length}, ${bookings.filter(isConfirmed).length} of them confirmed`],
    ['ordered while it was away', `${ordered}, ${confirmed} of them confirmed before its return`],
    [
      'records',
      `${rows.length} committed, ${log.length} in Kafka, ${copiesIn(log)} of them copies`,
    ],
    ['waited for its return', `${waited}; the last was out ${seconds(tookMs)} after it`],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    answerTable(evidence),
    '',
    ...facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    '',
    ...sentences(faults),
  ].join('\n');
}

const isConfirmed = ({ status }: Evidence['bookings'][number]) => status === 'CONFIRMED';
const seconds = (ms: number) => `${(ms / SECOND).toFixed(1)} s`;

function answerTable({ asked, wentAt, returnedAt }: Evidence): string {
  const phaseOf = ({ at }: Asked) => PHASES[at < wentAt ? 0 : at < returnedAt ? 1 : 2];
  const rows = KINDS.flatMap((what) =>
    PHASES.map((phase) => [
      `${what} ${phase}`,
      ...figures(asked.filter((each) => each.what === what && phaseOf(each) === phase)),
    ]),
  );
  const widths = HEAD.map((_, n) => Math.max(...[HEAD, ...rows].map((row) => row[n]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((text, n) => (n === 0 ? text.padEnd(widths[n]!) : text.padStart(widths[n]!)))
      .join('  ');
  return [HEAD, ...rows].map(line).join('\n');
}

function figures(asked: readonly Asked[]): string[] {
  const errors = asked.filter(hasFailed).length;
  const later = asked.filter(({ status }) => status === 202).length;
  const times = asked.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const at = (share: number) => {
    const time = times[Math.min(times.length - 1, Math.floor(times.length * share))];
    return time === undefined ? '-' : `${time} ms`;
  };
  return [String(asked.length), String(errors), String(later), at(0.5), at(0.99), at(1)];
}

function sentences(faults: readonly string[]): string[] {
  if (faults.length === 0)
    return ['Nobody noticed: no request failed, and Kafka has everything, in order and unchanged.'];
  const more = faults.length - SHOWN;
  return [
    `${faults.length} things are wrong:`,
    ...faults.slice(0, SHOWN).map((fault) => `  ${fault}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
