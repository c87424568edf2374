import { parseArgs } from 'node:util';
import { KINDS, isKind, type Kind } from './absence';
import { LIMITS } from './limits';

export interface Arguments {
  readonly help: boolean;
  readonly outageMs: number;
  /** Bookings per second. */
  readonly rate: number;
  readonly kind: Kind;
  readonly seed: number;
  /** How long customers come before Kafka goes, and after it is back. */
  readonly aroundMs: number;
}

const MINUTE_MS = 60_000;
const USUAL = { minutes: '10', rate: '10', kind: 'stop', aroundMs: 30_000 };
const SMOKE = { minutes: '0.5', rate: '2', aroundMs: 5_000 };
const MOST = { minutes: 60, rate: 50 };

const OPTIONS = {
  minutes: { type: 'string' },
  rate: { type: 'string' },
  kind: { type: 'string' },
  seed: { type: 'string' },
  smoke: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export function readArguments(given: readonly string[]): Arguments {
  const { help, smoke, ...asked } = parsed(given);
  const wanted = { ...USUAL, ...(smoke && SMOKE), ...asked };
  const { kind, aroundMs } = wanted;
  if (!isKind(kind)) throw new Error(`--kind is one of ${Object.keys(KINDS).join(', ')}`);
  const minutes = numberOf('--minutes', wanted.minutes, MOST.minutes);
  const rate = numberOf('--rate', wanted.rate, MOST.rate);
  const seed = Number(asked.seed ?? Math.floor(Math.random() * 1_000_000));
  if (!Number.isInteger(seed) || seed < 0) throw new Error('--seed is a whole number');
  return { help, outageMs: Math.round(minutes * MINUTE_MS), rate, kind, seed, aroundMs };
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options: OPTIONS }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

function numberOf(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!(value > 0 && value <= most))
    throw new Error(`${name} is a number above 0, and at most ${most}`);
  return value;
}

export const HELP = `npm run outage [-- --minutes n --rate n --kind k --seed s --smoke]

Brings up a stack of its own, keeps customers booking and paying at a steady rate, and takes Kafka
away in the middle. Nobody may notice: no request of the API may fail or take longer than
${LIMITS.answerMs / 1_000} s, and bookings must be confirmed meanwhile. Once Kafka is back, everything must be published
within ${LIMITS.publishedMs / 1_000} s, without a gap, in order per booking, and byte for byte as it was committed. Exits with
1 if anything is otherwise.

  --minutes n     how long Kafka is away (${USUAL.minutes}; a fraction is allowed)
  --rate n        bookings per second (${USUAL.rate})
  --kind k        how it goes (${USUAL.kind}):
${Object.entries(KINDS)
  .map(([kind, { about }]) => `                    ${kind.padEnd(8)}${about}`)
  .join('\n')}
  --seed s        what customers do: the same seed, the same cards, prices and pauses
  --smoke         ${Number(SMOKE.minutes) * 60} s at ${SMOKE.rate} a second: about a minute and a half
`;
