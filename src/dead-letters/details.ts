import { replayCount, type Letter } from './letter';
import { isSecret, printable, redacted } from './redaction';
import { stateOf } from './selection';

/**
 * Everything about one letter, for JSON and for a person's eyes. Its value only if asked for: it may
 * hold personal data.
 */
export function detailsOf(letter: Letter, withValue: boolean) {
  const { id, original, group, reason, errorClass, errorMessage, attempts, failedAt } = letter;
  return {
    id,
    state: stateOf(letter),
    failedAt: failedAt.toISOString(),
    original: original && {
      ...original,
      ...(original.timestampMs !== undefined && {
        time: new Date(original.timestampMs).toISOString(),
      }),
    },
    group,
    reason,
    errorClass,
    errorMessage: errorMessage === undefined ? undefined : redacted(errorMessage),
    attempts,
    replayCount: replayCount(letter),
    replays: letter.replays,
    key: letter.key === null ? null : redacted(letter.key.toString()),
    headers: shownHeaders(letter),
    value: valueOf(letter, withValue),
  };
}

export type Details = ReturnType<typeof detailsOf>;

function shownHeaders({ headers }: Letter): Record<string, string | string[]> {
  const pairs = Object.entries(headers).map(([name, value]) => {
    const all = typeof value === 'string' || Buffer.isBuffer(value) ? [value] : value;
    const shown = all.map((one) => (isSecret(name) ? '[redacted]' : redacted(String(one))));
    return [name, shown.length === 1 ? shown[0]! : shown] as const;
  });
  return Object.fromEntries(pairs);
}

function valueOf({ value, bytes, sha256, cut }: Letter, withValue: boolean) {
  if (cut) return { cut: true };
  if (bytes === undefined) return null;
  return { bytes, sha256, ...(withValue && value && { text: redacted(value.toString()) }) };
}

/** The same, line by line. */
export function page(details: Details): string {
  const { original, headers, replays, value, ...rest } = details;
  const from = original && `${original.topic}/${original.partition}/${original.offset}`;
  const lines = [
    ...Object.entries({ ...rest, from, written: original?.time }).map(([name, one]) =>
      line(name, one),
    ),
    ...replays.map(({ to, at }) => line('replayed', `to ${to} at ${at}`)),
    ...Object.entries(headers).flatMap(([name, shown]) =>
      [shown].flat().map((one) => line(`header ${name}`, one)),
    ),
    line('value', valueWords(value)),
  ];
  const text = value && 'text' in value ? `\n\n${printable(value.text, true)}` : '';
  return `${lines.join('\n')}${text}`;
}

function valueWords(value: Details['value']): string {
  if (value === null) return 'none';
  if (!('bytes' in value)) return 'too large to be kept: only the original has it';
  const shown = 'text' in value ? '' : ' (--value shows it; it may hold personal data)';
  return `${value.bytes} bytes, SHA-256 ${value.sha256}${shown}`;
}

function line(name: string, text: string | number | null = null): string {
  return `${printable(name).padEnd(14)} ${printable(String(text ?? '-'))}`;
}
