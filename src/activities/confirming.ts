import type { BookingState } from '../domain/transition';
import type { BookingView } from '../domain/views';
import { eventIdOf } from '../domain/ids';
import { wasTaken } from '../domain/payment';
import { happenedAt } from '../db/booking-reads';
import { bookingState } from '../db/booking-state';
import { clearFlag } from '../db/flags';
import { OwnerUnreachable } from '../booking-owner/client';
import { createCapturing } from './capturing';
import type { Dependencies } from './dependencies';
import { flagWhenLate } from './lateness';
import { ownerRequest } from './owner-request';
import { createOwnerVerdict } from './owner-verdict';
import { viewOf } from './views';

/** The owner's last word on a paid or authorised booking, and the release that undoes every hold. */
export function createConfirming(deps: Dependencies) {
  const { db, owner, logger } = deps;
  const { capture, giveUp } = createCapturing(deps);
  const verdict = createOwnerVerdict(deps);

  /** Asked again and again by the saga, within its confirm window. */
  async function confirmBooking(bookingId: string): Promise<BookingView> {
    const state = await stateOf(bookingId);
    if (awaitsConfirmation(state))
      await flagWhenLate(
        deps,
        bookingId,
        'confirm',
        () => confirm(state),
        () =>
          happenedAt(
            db,
            MONEY_CAME.map((type) => eventIdOf(bookingId, type)),
          ),
      );
    await deps.offer(bookingId);
    return viewOf(db, bookingId);
  }

  /** The first try, in the activity that saw the money. Failing costs nothing: the saga goes on. */
  async function tryToConfirm(state: BookingState): Promise<void> {
    if (!awaitsConfirmation(state)) return;
    try {
      await confirm(state);
    } catch (error) {
      if (!(error instanceof OwnerUnreachable)) throw error;
      logger.warn({ bookingId: state.bookingId, reason: error.message }, 'not confirmed yet');
    }
  }

  async function confirm(state: BookingState): Promise<void> {
    const { done } = await owner.confirm(ownerRequest(state));
    // Whichever attempt was answered: nobody has to look for the owner any more.
    await clearFlag(db, state.bookingId, { kind: 'owner_unreachable', subject: 'confirm' });
    if (isAuthorized(state)) return done ? capture(state) : giveUp(state, UNAVAILABLE);
    if (done) await verdict.accepted(state.bookingId);
    else await verdict.refused(state.bookingId, 'unavailable');
  }

  /** The confirm window is over: whatever the owner says later, the money goes back. */
  async function abandonConfirmation(bookingId: string): Promise<BookingView> {
    const state = await stateOf(bookingId);
    if (isAuthorized(state)) await giveUp(state, UNAVAILABLE);
    else await verdict.refused(bookingId, 'confirm_timeout');
    await deps.offer(bookingId);
    return viewOf(db, bookingId);
  }

  /** Undoes the hold, and a confirmation that may still arrive. Nothing held is released too. */
  async function releaseBooking(bookingId: string): Promise<void> {
    const state = await stateOf(bookingId);
    await flagWhenLate(deps, bookingId, 'release', () => owner.release(ownerRequest(state)));
    // The last thing that the owner is asked: nobody waits for an earlier answer any more.
    await clearFlag(db, bookingId, { kind: 'owner_unreachable' });
  }

  async function stateOf(bookingId: string): Promise<BookingState> {
    const state = await bookingState(db, bookingId);
    if (!state) throw new Error(`no booking ${bookingId}`);
    return state;
  }

  return { confirmBooking, tryToConfirm, abandonConfirmation, releaseBooking };
}

/** From then on the owner's word is waited for. */
const MONEY_CAME = ['payment.authorized', 'payment.completed'] as const;

/** Nothing was taken yet: what the owner refuses is voided. */
const UNAVAILABLE = { how: 'cancelled', cancelledBy: 'owner', reason: 'unavailable' } as const;

function awaitsConfirmation(state: BookingState): boolean {
  const { status } = state.payment;
  return state.status === 'PENDING_PAYMENT' && (wasTaken(status) || status === 'authorized');
}

function isAuthorized(state: BookingState): boolean {
  return state.status === 'PENDING_PAYMENT' && state.payment.status === 'authorized';
}
