import type { Mutant } from '../mutant';
import { CAPTURE } from './capture';
import { DISPUTES } from './disputes';
import { EFFECTS } from './effects';
import { INBOX } from './inbox';
import { MONEY } from './money';
import { PAYMENTS } from './payments';
import { REFUNDS } from './refunds';
import { SAGA } from './saga';

export const MUTANTS: readonly Mutant[] = [
  ...MONEY,
  ...REFUNDS,
  ...EFFECTS,
  ...PAYMENTS,
  ...CAPTURE,
  ...DISPUTES,
  ...INBOX,
  ...SAGA,
];
