import { parseArgs } from 'node:util';
import { ArgumentError, instantOf } from './instant-argument';
import { EVENTS_KEPT_MS } from './stripe/events';

export interface Arguments {
  help: boolean;
  dryRun: boolean;
  wait: boolean;
  /** Without one, the command goes on from where the last scan ended. */
  range?: { since: Date; until?: Date };
}

const OPTIONS = {
  since: { type: 'string' },
  until: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  wait: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export function readArguments(given: readonly string[], now: Date): Arguments {
  const { since, until, 'dry-run': dryRun, wait, help } = parsed(given);
  const asked = { help, dryRun, wait };
  if (help) return asked;
  if (dryRun && wait)
    throw new ArgumentError('--wait: a --dry-run recovers nothing to wait for. Leave one out.');
  if (since === undefined && until !== undefined)
    throw new ArgumentError('--until: a range has two ends. Give --since, too.');
  if (since === undefined) return asked;
  const range = {
    since: beginning(since, now),
    ...(until !== undefined && { until: instantOf('--until', until, now) }),
  };
  if (range.until && range.until <= range.since)
    throw new ArgumentError(
      `--until: ${range.until.toISOString()} is not after --since, ${range.since.toISOString()}. ` +
        'Give a later --until or an earlier --since.',
    );
  return { ...asked, range };
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options: OPTIONS }).values;
  } catch (error) {
    const [what] = (error as Error).message.split('. '); // Node adds advice that does not fit
    throw new ArgumentError(`${what}.\n\n${HELP}`);
  }
}

function beginning(text: string, now: Date): Date {
  const since = instantOf('--since', text, now);
  const forgotten = new Date(now.getTime() - EVENTS_KEPT_MS);
  if (since < forgotten)
    throw new ArgumentError(
      `--since: ${since.toISOString()} is too long ago. Stripe keeps events for 30 days; nothing ` +
        `before ${forgotten.toISOString()} can be recovered. Give --since 30d or later.`,
    );
  if (since > now)
    throw new ArgumentError(
      `--since: ${since.toISOString()} is in the future. Give a time that has passed.`,
    );
  return since;
}

export const HELP = `npm run backfill [-- --since <when> --until <when> --dry-run --wait]

Compares the inbox with Stripe's list of events and records those that no webhook has brought; the
consumer then delivers them. It may be run again, beside others, and be stopped at any moment: an
event is recorded once and acts once. The worker does the same each hour.

  --since <when>   where to begin: a time (2026-03-04T09:15:00Z) or an age (3d, 12h, 30m), at most
                   30 days ago (where the last scan ended; 3 days ago if there was none)
  --until <when>   where to end, needs --since (now)
  --dry-run        counts what is missing and writes nothing
  --wait           waits until what was recovered is delivered, 5 minutes at most
  --help           this text

Exits with 1 if it could not read or deliver everything. It takes its settings from the environment,
as worker and consumer do: STRIPE_SECRET_KEY, DATABASE_URL, …
`;
