/** What was asked for is not possible; the message says what is. */
export class ArgumentError extends Error {}

const UNIT_MS: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000 };
const AGE = /^(\d{1,6})(d|h|m)$/;
/** A time without a zone would mean another instant on another machine. */
const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/;

/** A time, or how long ago. */
export function instantOf(option: string, text: string, now: Date): Date {
  const [, count, unit = ''] = AGE.exec(text) ?? [];
  if (count !== undefined) return new Date(now.getTime() - Number(count) * UNIT_MS[unit]!);
  const instant = Date.parse(text);
  if (INSTANT.test(text) && !Number.isNaN(instant)) return new Date(instant);
  throw new ArgumentError(
    `${option}: "${text}" is neither a time nor an age. Give a time in ISO 8601 with its zone, ` +
      'such as 2026-03-04T09:15:00Z, or an age, such as 3d, 12h or 30m.',
  );
}
