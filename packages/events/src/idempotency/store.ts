/** What is remembered of an event. */
export interface EventIdentity {
  readonly eventId: string;
  /** With `sequence`: the booking whose events have an order. */
  readonly subject?: string;
  /** An event below the highest one that was applied for its subject is dropped. */
  readonly sequence?: number;
}

/**
 * Lets an effect happen once per event. Two are here (PostgreSQL by Prisma, and memory); yours may
 * be another: a table, a key with an expiry, whatever shares a transaction with your effect.
 */
export interface IdempotencyStore<Tx = void> {
  /**
   * Runs the effect unless the event is known, and remembers the event with it: both or neither.
   * False: it was known, or an event after it has been applied already.
   */
  once(event: string | EventIdentity, effect: (tx: Tx) => Promise<void>): Promise<boolean>;
}

export function identityOf(event: string | EventIdentity): EventIdentity {
  return typeof event === 'string' ? { eventId: event } : event;
}
