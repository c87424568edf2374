import type { Model } from '../model';
import { conservation, onceEach, refundsMatch, strayMoney } from './money';
import { explained, inTime, oneStory, path, place } from './path';
import { watch } from './watch';

const AT_REST = [
  conservation,
  strayMoney,
  onceEach,
  refundsMatch,
  path,
  oneStory,
  inTime,
  place,
  explained,
];

/** Everything that is wrong at rest: judged from Stripe's ledger, then from the rows. */
export function judge(m: Model): readonly string[] {
  watch(m).sums();
  const when = (bad: unknown, complaint: string) => void (bad && m.wrong.push(complaint));
  for (const check of AT_REST) check(m, when);
  return m.wrong;
}
