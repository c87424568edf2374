const numbered = (letter: string, numbers: readonly number[]) =>
  numbers.map((number) => `${letter}${number}`);

/**
 * What must have a test that is named by it and proven by a mutant. H: hard cases, that went wrong
 * elsewhere. C: rules for what the requirement documents contradict each other in. R: rules of the
 * saga that no such case covers: never early (2), the owner's answers (6), places last (7), whose
 * money it is (9), cancel (12), records in order (14), hygiene (15), recorded histories (16).
 */
export const CASES: readonly string[] = [
  ...numbered(
    'H',
    Array.from({ length: 32 }, (_, index) => index + 1),
  ),
  ...numbered('C', [1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14]),
  ...numbered('R', [2, 6, 7, 9, 12, 14, 15, 16]),
];
