import { closed } from '../domain/decisions/closing';
import { accepted, opened, refusedByOwner } from '../domain/decisions/opening';
import { isSamePurchase, type BookingRequest } from '../domain/booking';
import type { BookingState } from '../domain/transition';
import type { BookingView } from '../domain/views';
import { bookingState } from '../db/booking-state';
import { insertBooking } from '../db/bookings';
import { stripeFault } from '../stripe/errors';
import type { Intent } from '../stripe/payment-intents';
import type { Dependencies } from './dependencies';
import { checkRequest, type StartRefusal } from './booking-request';
import { flagWhenLate } from './lateness';
import { ownerRequest } from './owner-request';
import { viewOf } from './views';

export interface BookingStart {
  request: BookingRequest;
  workflowId: string;
  /** When the workflow started, in milliseconds: the deadline counts from here. */
  startedAt: number;
}

/** The booking as its row has it, and the policy that its saga follows. */
export type Opened =
  { refused: StartRefusal } | { refused?: never; booking: BookingView; confirmWindowMs: number };

/**
 * All that a start needs (saga.md, Ways in): validate, rows, hold, PaymentIntent. Each step finds
 * what an earlier run of itself has left, so a repeated start resumes and charges nothing twice.
 */
export function createOpening(deps: Dependencies) {
  const { db, transitions, once, intents, owner, policy, contracts, now } = deps;

  async function openPayment(start: BookingStart): Promise<Opened> {
    const refused = checkRequest(start.request, deps);
    if (refused) return { refused };
    const { bookingId } = start.request;
    const state = await accept(start);
    const other = differs(state, start);
    if (other) return { refused: other };
    if (state.status === 'PENDING_PAYMENT' && state.payment.status === 'initiating')
      await open(state);
    await deps.offer(bookingId);
    const { confirmWindowMs } = policy;
    return { booking: await viewOf(db, bookingId), confirmWindowMs };
  }

  async function accept(start: BookingStart): Promise<BookingState> {
    const { bookingId } = start.request;
    await db.$transaction(async (tx) => {
      const made = await insertBooking(tx, start.request, {
        workflowId: start.workflowId,
        expiresAt: new Date(start.startedAt + policy.paymentWindowMs),
        bindings: contracts.bindingsOf(start.request),
      });
      if (made) await transitions.recordIn(tx, bookingId, accepted);
    });
    const state = await bookingState(db, bookingId);
    if (!state) throw new Error(`booking ${bookingId} was not inserted`);
    return state;
  }

  async function open(state: BookingState): Promise<void> {
    if (now() >= state.expiresAt.getTime()) return; // the saga's deadline decides now
    const { bookingId } = state;
    const held = await flagWhenLate(deps, bookingId, 'hold', () => owner.hold(ownerRequest(state)));
    if (!held.done) return refuse(bookingId, 'unavailable');
    const { amount = state.amountMinor, currency = state.currency } = held;
    if (amount !== state.amountMinor || currency !== state.currency)
      return refuse(bookingId, 'price_changed');
    try {
      const intent = await ensureIntent(state);
      await transitions.record(bookingId, (now) => opened(now, intent), { news: true });
    } catch (error) {
      const fault = stripeFault(error);
      if (fault?.kind !== 'refused') throw error;
      const failure = { errorCode: fault.code, errorMessage: fault.message };
      await transitions.record(bookingId, (now) => closed(now, { how: 'failed', failure }));
    }
  }

  /** The booking's one PaymentIntent, made or found again. */
  function ensureIntent(state: BookingState): Promise<Intent> {
    const { bookingId, userId, bookingReference, payment } = state;
    const { paymentId } = payment;
    const metadata = {
      bookingId,
      paymentId,
      userId,
      ...(bookingReference && { bookingReference }),
    };
    const { amountMinor, currency } = state;
    const { captureMethod, confirmationMethod, stripeCustomerId } = payment;
    const wanted = {
      ...{ amountMinor, currency, captureMethod, confirmationMethod, metadata },
      ...(stripeCustomerId !== undefined && { stripeCustomerId }),
    };
    return once(
      `payment-intent:${paymentId}`,
      (key) => intents.create({ ...wanted, methodTypes: policy.methodTypes }, key),
      () => intents.findByPaymentId(paymentId, state.createdAt),
    );
  }

  async function refuse(bookingId: string, reason: 'unavailable' | 'price_changed'): Promise<void> {
    await transitions.record(bookingId, (now) => refusedByOwner(now, reason));
  }

  return { openPayment, ensureIntent };
}

/** The bookingId is taken: by another purchase, or by another workflow that does the work. */
function differs(
  state: BookingState,
  { request, workflowId }: BookingStart,
): StartRefusal | undefined {
  if (!isSamePurchase(state, request))
    return {
      code: 'booking_exists',
      message: `Booking ${state.bookingId} exists with another user, amount or currency.`,
    };
  if (state.workflowId === workflowId) return undefined;
  return {
    code: 'booking_exists',
    message: `Booking ${state.bookingId} (${state.status}) belongs to workflow ${state.workflowId}.`,
  };
}
