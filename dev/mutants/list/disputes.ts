import type { Mutant } from '../mutant';

/** Disputes: their charge's refunds are stopped, and the order of their news does not matter. */
export const DISPUTES: readonly Mutant[] = [
  {
    case: 'H24',
    about: 'a refund of a disputed charge is reserved',
    file: 'src/db/charges.ts',
    from: 'AND (${evenIfDisputed} OR NOT EXISTS (',
    to: 'AND (true OR ${evenIfDisputed} OR NOT EXISTS (',
  },
  {
    case: 'H24',
    about: 'after a lost dispute the customer can be paid a second time',
    file: 'src/domain/dispute.ts',
    from: "return refundable && status !== 'lost';",
    to: 'return refundable;',
  },
];
