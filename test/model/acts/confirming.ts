import type { Closing } from '../../../src/domain/decisions/closing';
import { confirmed, unconfirmable } from '../../../src/domain/decisions/confirming';
import { wasTaken } from '../../../src/domain/payment';
import type { BookingState } from '../../../src/domain/transition';
import type { BookingView } from '../../../src/domain/views';
import type { Intent } from '../../../src/stripe/payment-intents';
import type { Model, Steps } from '../model';
import { NotYet, OwnerSilent, isRefused } from '../refusals';
import { flagWhenLate } from './lateness';
import { close, receive } from './receiving';
import { viewOf } from './views';

const UNAVAILABLE: Closing = { how: 'cancelled', cancelledBy: 'owner', reason: 'unavailable' };
const LAPSED: Closing = { how: 'cancelled', cancelledBy: 'provider' };

/** src/activities/confirming.ts: asked again and again by the saga. */
export function* confirmBooking(m: Model): Steps<BookingView> {
  const state = m.rows.booking!;
  yield;
  if (awaitsConfirmation(state)) yield* confirm(m, state);
  return viewOf(m);
}

/** The first try, in the activity that saw the money. */
export function* tryToConfirm(m: Model, state: BookingState): Steps<void> {
  if (!awaitsConfirmation(state)) return;
  try {
    yield* confirm(m, state);
  } catch (error) {
    if (!(error instanceof OwnerSilent)) throw error;
  }
}

function* confirm(m: Model, state: BookingState): Steps<void> {
  const { done } = yield* flagWhenLate(m, 'confirm');
  yield;
  if (isAuthorized(state)) return yield* done ? capture(m, state) : giveUp(m, state, UNAVAILABLE);
  m.rows.record((now) =>
    done
      ? m.parts.confirmed(now, refundedMinor(m))
      : unconfirmable(now, 'unavailable', refundedMinor(m)),
  );
  yield;
}

/** The confirm window is over. */
export function* abandonConfirmation(m: Model): Steps<BookingView> {
  const state = m.rows.booking!;
  yield;
  if (isAuthorized(state)) yield* giveUp(m, state, UNAVAILABLE);
  else m.rows.record((now) => unconfirmable(now, 'confirm_timeout', refundedMinor(m)));
  yield;
  return viewOf(m);
}

/** Undoes the hold, and a confirmation that may still arrive. */
export function* releaseBooking(m: Model): Steps<void> {
  yield;
  yield* flagWhenLate(m, 'release');
  m.rows.clear('owner_unreachable');
  yield;
}

/** src/activities/capturing.ts: the pivot. */
function* capture(m: Model, state: BookingState): Steps<void> {
  const intent = yield* captureIntent(m, state);
  if (intent.status !== 'succeeded') return yield* giveUp(m, state, LAPSED);
  yield* receive(m, intent);
  yield;
  m.rows.record((paid) => confirmed(paid, refundedMinor(m)));
  yield;
}

/** Voids the authorisation. Had it been captured behind our back, the money goes back. */
function* giveUp(m: Model, state: BookingState, closing: Closing): Steps<void> {
  const intent = m.stripe.intents.retrieve(state.payment.stripePaymentIntentId!);
  yield;
  const now =
    intent.status === 'requires_capture' ? yield* m.parts.cancelIntent(m, intent, closing) : intent;
  if (now.status === 'canceled') return yield* close(m, closing);
  if (now.status !== 'succeeded') throw new NotYet('not closed');
  yield* receive(m, now);
  yield;
  m.rows.record((paid) => unconfirmable(paid, 'unavailable', refundedMinor(m)));
  yield;
}

function* captureIntent(m: Model, { payment }: BookingState): Steps<Intent> {
  const id = payment.stripePaymentIntentId!;
  const { capture: take, retrieve } = m.stripe.intents;
  try {
    return yield* m.parts.once(
      m,
      `capture:${payment.paymentId}`,
      (key) => take(id, key),
      () => {
        const now = retrieve(id);
        return now.status === 'succeeded' ? now : undefined;
      },
    );
  } catch (error) {
    if (!isRefused(error)) throw error;
    return retrieve(id);
  }
}

function awaitsConfirmation({ status, payment }: BookingState): boolean {
  const paid = wasTaken(payment.status) || payment.status === 'authorized';
  return status === 'PENDING_PAYMENT' && paid;
}

function refundedMinor({ rows }: Model): number {
  return rows.ownCharge()?.refundedMinor ?? 0;
}

function isAuthorized({ status, payment }: BookingState): boolean {
  return status === 'PENDING_PAYMENT' && payment.status === 'authorized';
}
