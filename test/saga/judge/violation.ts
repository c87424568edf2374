/**
 * What must hold (reference/faults.md section 2), as far as the database and the ledger show it;
 * `place`: the owner's inventory agrees.
 */
export type Invariant =
  'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I12' | 'I13' | 'I14' | 'I15' | 'place';

export interface Violation {
  readonly bookingId: string;
  readonly invariant: Invariant;
  readonly what: string;
}

/** How a check says what is wrong with a booking. */
export function complaints(bookingId: string, invariant: Invariant) {
  const found: Violation[] = [];
  return {
    found,
    /** `wrong` in words, or nothing. */
    when(wrong: unknown, what: string): void {
      if (wrong) found.push({ bookingId, invariant, what });
    },
  };
}

export function wordsOf(violations: readonly Violation[]): string[] {
  return violations.map(({ bookingId, invariant, what }) => `${invariant} ${bookingId}: ${what}`);
}
