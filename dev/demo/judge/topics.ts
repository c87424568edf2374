/** Which record an event becomes on which topic, as the contract's table has it. */

export const CANONICAL = 'booking-payment.events';

const TRAVEL = 'dreamscape.payment';
const FLAT_COMPLETED = 'payment.completed';
const FLAT_FAILED = 'payment.failed';

export const TOPICS = [
  CANONICAL,
  ...['initiated', 'completed', 'failed', 'refunded'].map((name) => `${TRAVEL}.${name}`),
  ...['attempt_failed', 'partially_refunded'].map((name) => `${TRAVEL}.${name}`),
  FLAT_COMPLETED,
  FLAT_FAILED,
] as const;

const ENDED_UNPAID = [`${TRAVEL}.failed`, FLAT_FAILED];

const OF_EVENT: Readonly<Record<string, readonly string[]>> = {
  'payment.initiated': [`${TRAVEL}.initiated`],
  'payment.attempt_failed': [`${TRAVEL}.attempt_failed`],
  'payment.completed': [`${TRAVEL}.completed`, FLAT_COMPLETED],
  'payment.failed': ENDED_UNPAID,
  'payment.cancelled': ENDED_UNPAID,
  'payment.expired': ENDED_UNPAID,
};

/** `stray`: the event is about money that never paid the booking. */
export function topicsOf(eventType: string, isWhole: boolean, stray: boolean): readonly string[] {
  if (eventType !== 'payment.refunded') return [CANONICAL, ...(OF_EVENT[eventType] ?? [])];
  if (stray) return [CANONICAL];
  return [CANONICAL, `${TRAVEL}.${isWhole ? 'refunded' : 'partially_refunded'}`];
}

export function isFlat(topic: string): boolean {
  return topic === FLAT_COMPLETED || topic === FLAT_FAILED;
}
