import type { Mutant } from '../mutant';
import { MONEY } from './money';
import { REFUNDS } from './refunds';

export const MUTANTS: readonly Mutant[] = [...MONEY, ...REFUNDS];
