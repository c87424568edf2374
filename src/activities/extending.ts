import { insertOperatorAct } from '../db/operator-acts';
import { deadlineExtended } from '../domain/decisions/extending';
import type { BookingView } from '../domain/views';
import type { Dependencies } from './dependencies';
import { viewOf } from './views';

/** More time for the customer. `id` (the update's) makes a repeat the same act. */
export interface Extension {
  id: string;
  bookingId: string;
  /** ISO 8601. */
  expiresAt: string;
  reason: string;
  actor: string;
}

export function createExtending(deps: Pick<Dependencies, 'db' | 'transitions' | 'offer'>) {
  /** The view tells whether it was granted: the booking may have been paid meanwhile. */
  async function extendDeadline(order: Extension): Promise<BookingView> {
    const { bookingId, reason, actor } = order;
    const id = `${bookingId}:${order.id}`; // a caller may use one update id for many bookings
    await deps.transitions.record(bookingId, async (state, tx) => {
      const decision = deadlineExtended(state, new Date(order.expiresAt), reason);
      if (decision.transitions.length > 0) {
        const subject = bookingId;
        await insertOperatorAct(tx, {
          id,
          act: 'extendDeadline',
          bookingId,
          subject,
          actor,
          reason,
        });
      }
      return decision;
    });
    await deps.offer(bookingId);
    return viewOf(deps.db, bookingId);
  }

  return { extendDeadline };
}
