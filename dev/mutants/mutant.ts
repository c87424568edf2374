import type { Patch } from '../patched/patch';

/** Breaks the code that a case guards: a test whose title begins with the case must fail then. */
export interface Mutant extends Patch {
  readonly case: string;
  /** The one test file that is asked; absent: every file that has a test of the case. */
  readonly tests?: string;
}
