import { ActivityFailure, CancellationScope, condition } from '@temporalio/workflow';
import type { BookingView } from '../domain/views';
import type { BookingBoard } from './booking-board';
import type { BookingDesk } from './booking-desk';
import { confirmWithin, steps } from './proxies';

const FLAGGED_AFTER_MS = 10 * 60_000;

/**
 * The owner did not answer at once: ask on, tell a person, and at last go the other way. Ends early
 * when the desk has news, which it only takes while the money is authorised and not yet taken.
 */
export async function awaitConfirmation(
  booking: BookingView,
  { windowMs, since }: { windowMs: number; since: number },
  desk: BookingDesk,
  board: BookingBoard,
): Promise<BookingView> {
  board.show(booking);
  const asking = new CancellationScope();
  let answered = false;
  let interrupted = false;
  const answer = asking
    .run(() => confirmWithin(windowMs)(booking.bookingId))
    .catch((error: unknown) => {
      if (!(error instanceof ActivityFailure)) throw error;
      return interrupted ? booking : steps.abandonConfirmation(booking.bookingId);
    })
    .finally(() => (answered = true));
  const ends = () => answered || desk.hasNews();
  const untilLate = Math.max(1, since + FLAGGED_AFTER_MS - Date.now());
  if (!(await condition(ends, untilLate, { summary: 'the owner is late' }))) {
    board.show({ ...booking, needsAttention: true });
    await condition(ends);
  }
  if (!answered) {
    interrupted = true;
    asking.cancel();
  }
  return answer;
}
