import { insertOperatorAct } from '../db/operator-acts';
import { closed, type Closing } from '../domain/decisions/closing';
import type { Dependencies } from './dependencies';

/** Writes down that a payment has ended without money. */
export function createClosing({ transitions }: Pick<Dependencies, 'transitions'>) {
  /** The ending, and who has ordered it where that was a person (once: a booking closes once). */
  async function close(bookingId: string, closing: Closing): Promise<void> {
    const news = { news: true };
    await transitions.record(
      bookingId,
      async (now, tx) => {
        const decision = closed(now, closing);
        const byPerson = closing.how === 'cancelled' && closing.cancelledBy === 'operator';
        if (byPerson && decision.transitions.length > 0)
          await insertOperatorAct(tx, {
            id: `${bookingId}:cancelBooking`,
            act: 'cancelBooking',
            bookingId,
            subject: bookingId,
            actor: 'operator',
            reason: closing.reason ?? '',
          });
        return decision;
      },
      news,
    );
  }

  return { close };
}
