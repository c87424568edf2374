import { replayCount, type Letter } from './letter';
import { printable, redacted } from './redaction';
import { stateOf } from './selection';

const HEAD = ['id', 'failed at', 'from', 'key', 'reason', 'error', 'replays', 'state'];
const WIDEST = 60;

/** One line per letter, in the order in which they died. */
export function table(letters: readonly Letter[]): string {
  const rows = [HEAD, ...letters.map(row)].map((cells) => cells.map(cell));
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map((cells) =>
      cells
        .map((text, column) => text.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function row(letter: Letter): string[] {
  const { id, failedAt, key, reason, errorClass, errorMessage } = letter;
  return [
    id,
    instant(failedAt),
    placeOf(letter),
    key === null ? '-' : key.toString(),
    reason ?? '-',
    [errorClass, errorMessage].filter(Boolean).join(': ') || '-',
    String(replayCount(letter)),
    stateOf(letter),
  ];
}

function cell(text: string): string {
  const plain = printable(redacted(text));
  return plain.length > WIDEST ? `${plain.slice(0, WIDEST - 1)}…` : plain;
}

/** topic/partition/offset */
export function placeOf({ original }: Letter): string {
  if (!original) return 'unknown';
  return printable(`${original.topic}/${original.partition}/${original.offset}`);
}

export function countOf(letters: number): string {
  return letters === 1 ? '1 dead letter' : `${letters} dead letters`;
}

/** 2026-03-04 09:15:30Z */
function instant(at: Date): string {
  return at
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}
