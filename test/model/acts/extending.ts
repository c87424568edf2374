import { deadlineExtended } from '../../../src/domain/decisions/extending';
import type { BookingView } from '../../../src/domain/views';
import type { Model, Steps } from '../model';
import { viewOf } from './views';

/** src/activities/extending.ts. */
export function* extendDeadline(m: Model, id: string, expiresAt: number): Steps<BookingView> {
  yield;
  m.rows.record((state, tx) => {
    const decision = deadlineExtended(state, new Date(expiresAt), 'asked by phone');
    if (decision.transitions.length > 0) tx.insert(m.rows.acts, id);
    return decision;
  });
  yield;
  return viewOf(m);
}
