import type { PostFault } from './stripe/account';

/** How a booking and the world around it begin. A number stands for each: 0 is the plainest. */
export interface Setup {
  startedAt: number;
  windowMs: number;
  captureMethod: 'automatic' | 'manual';
  confirmationMethod: 'automatic' | 'manual';
  failurePolicy: 'retry' | 'cancel';
  maxAttempts: number;
  /** How webhooks come: at once, in reverse, only by command, or never. */
  webhooks: 'prompt' | 'reversed' | 'held' | 'lost';
  /** What the owner says to the hold; `refused`: Stripe makes no PaymentIntent at all. */
  opening: 'as usual' | 'no place' | 'other price' | 'refused';
  /** What strikes while it is opened, and at which step. */
  strikes: 'nothing' | PostFault | 'dies' | 'dies for long' | 'stops' | 'owner away';
  strikesAt: number;
}

const START = Date.UTC(2026, 2, 4, 9, 15);
const MINUTE = 60_000;

/** Mixed radix: each digit is one choice, weighted by repetition. */
const CHOICES = {
  webhooks: ['prompt', 'prompt', 'prompt', 'prompt', 'reversed', 'held', 'lost'],
  captureMethod: ['automatic', 'automatic', 'manual'],
  confirmationMethod: ['automatic', 'automatic', 'automatic', 'automatic', 'manual'],
  opening: [
    ...Array.from({ length: 37 }, () => 'as usual' as const),
    'no place',
    'other price',
    'refused',
  ],
  maxAttempts: [10, 10, 2],
  strikes: [
    ...Array.from({ length: 17 }, () => 'nothing' as const),
    'answer lost',
    '500 after',
    '500 before',
    'busy',
    'dies',
    'dies for long',
    'stops',
    'owner away',
  ],
  strikesAt: [1, 2, 3, 4, 5, 6, 7, 8],
  failurePolicy: ['retry', 'retry', 'retry', 'cancel'],
} as const;

export const SETUPS = Object.values(CHOICES).reduce((all, { length }) => all * length, 1);

export function setupOf(code: number): Setup {
  let rest = code;
  const choose = <T>(from: readonly T[]): T => {
    const chosen = from[rest % from.length]!;
    rest = Math.floor(rest / from.length);
    return chosen;
  };
  return {
    startedAt: START,
    windowMs: 15 * MINUTE,
    webhooks: choose(CHOICES.webhooks),
    captureMethod: choose(CHOICES.captureMethod),
    confirmationMethod: choose(CHOICES.confirmationMethod),
    opening: choose(CHOICES.opening),
    maxAttempts: choose(CHOICES.maxAttempts),
    failurePolicy: choose(CHOICES.failurePolicy),
    strikes: choose(CHOICES.strikes),
    strikesAt: choose(CHOICES.strikesAt),
  };
}
