import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { notYet, paymentNotFound } from '../booking-payment-error';
import type { Booking } from '../booking-payments';
import { bookingWorkflowIdOf } from '../ids';
import { isOpen, type Look } from '../watch';
import { isInterrupted, observe, type Seen } from './observation';
import type { Ask } from './questions';
import { interrupted, notCancellable } from './refusals';
import { ofBooking, type BookingView } from './views';

interface Around {
  client: Client;
  ask: Ask;
  timeoutMs: number;
}

/** Bookings as their workflows tell of themselves. */
export function createBookings({ client, ask, timeoutMs }: Around) {
  /** A workflow that was ended from outside: first how it left the booking, then that it is so. */
  function looking(bookingId: string): Look {
    const workflowId = bookingWorkflowIdOf(bookingId);
    const look = observe<BookingView>(client, ask, workflowId, 'getBooking');
    let told: BookingView | undefined;
    return async () => {
      const seen = await orNone(look(Date.now() + timeoutMs));
      if (!seen?.view) return withoutView(seen, workflowId);
      if (seen.view === told) mustGoOn(workflowId, seen.status, told);
      told = seen.view;
      return ofBooking(told);
    };
  }

  async function find(bookingId: string): Promise<Booking | undefined> {
    const found = await looking(bookingId)();
    if (found === 'opening') throw notYet(`${bookingId} is being opened.`);
    return found;
  }

  /** What a cancel answers that no workflow waited for. */
  async function alreadyCancelled(bookingId: string): Promise<Booking> {
    const look = looking(bookingId);
    const booking = await look();
    if (!booking) throw paymentNotFound(bookingId);
    if (booking !== 'opening' && booking.status === 'CANCELLED') return booking;
    if (booking !== 'opening' && booking.status !== 'PENDING_PAYMENT')
      throw notCancellable(booking);
    await look(); // throws when nobody will ever carry it out
    throw notYet('The cancellation is not complete.');
  }

  return { looking, find, alreadyCancelled };
}

/** Nobody decides any more about an open booking whose workflow was ended from outside. */
export function mustGoOn(
  workflowId: string,
  status: Seen<BookingView>['status'],
  view: BookingView,
): void {
  if (isInterrupted(status) && isOpen(view)) throw interrupted(workflowId, status);
}

/** A workflow that is over and tells nothing was refused: it has left no booking. */
function withoutView(seen: Seen<BookingView> | undefined, workflowId: string) {
  if (!seen || seen.status === 'COMPLETED') return undefined;
  if (isInterrupted(seen.status)) throw interrupted(workflowId, seen.status);
  return 'opening';
}

/** `undefined`: there is no such workflow. */
async function orNone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
