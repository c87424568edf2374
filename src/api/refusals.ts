import type { Refused } from '../temporal/updates';
import { Problem, isProblemCode, type ProblemCode } from './problem';

/** What a workflow refuses, in its own words. */
export function refusal({ type, message }: Refused, otherwise: ProblemCode): Problem {
  return new Problem(isProblemCode(type) ? type : otherwise, message);
}
