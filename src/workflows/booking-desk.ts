import { CancellationScope, condition, currentUpdateInfo, setHandler } from '@temporalio/workflow';
import type { PaymentConfirmed } from '../activities/payment-confirming';
import type { BookingView } from '../domain/views';
import {
  cancelBooking,
  confirmPayment,
  extendDeadline,
  getBooking,
  paymentUpdated,
} from './messages';
import type { CancelOrder, ExtendOrder } from './messages';
import * as orders from './orders';
import type { Order } from './orders';

/**
 * Takes what Stripe and people tell a booking. It only notes: the saga alone acts, so that a
 * payment and a cancel that arrive together have one winner.
 */
export function openBookingDesk() {
  const heard = new Set<string>();
  let news = false;
  let waiting: Order[] = [];
  let open = true;
  const desk = {
    booking: undefined as BookingView | undefined,
    /** The run itself was asked to cancel, in the Web UI or by `temporal workflow cancel`. */
    runCancelled: false,
    /** Never once it is closed: then nothing that Stripe says is waited for any more. */
    hasNews: () => open && (news || waiting.length > 0),
    /** Marks the news as looked at; answers the order that waits longest, if there is one. */
    takeNews(): Order | undefined {
      news = false;
      return waiting[0];
    },
    /** Whoever gave this kind of order learns what came of it. One cancel answers them all. */
    answer(order: Order, { booking, declined }: PaymentConfirmed): void {
      desk.booking = booking;
      if (order.kind === 'confirm' && declined) order.declined = declined;
      waiting = waiting.filter((other) => other !== order && !(isCancel(other) && isCancel(order)));
    },
    /** Nothing can be ordered any more: the money is in, none can come, or there is no booking. */
    close(booking?: BookingView): void {
      open = false;
      desk.booking = booking;
      waiting = [];
    },
  };

  /** Until the saga has acted on it; afterwards `desk.booking` says how the booking stands. */
  async function taken<T extends Order>(order: T): Promise<T> {
    if (open) {
      waiting.push(order);
      const done = () => condition(() => !waiting.includes(order));
      await CancellationScope.nonCancellable(done); // a cancelled run may have to go on
    }
    return order;
  }

  setHandler(paymentUpdated, (told) => {
    if (told && heard.has(told.stripeEventId)) return; // the server does not dedupe signals
    if (told) heard.add(told.stripeEventId);
    news = true;
  });
  setHandler(getBooking, () => desk.booking);
  setHandler(
    cancelBooking,
    async (order) => {
      await taken({ kind: 'cancel', given: order });
      return orders.mustBeCancelled(desk.booking);
    },
    {
      validator: (order: CancelOrder) => {
        orders.mustBeCancel(order);
        // A cancel that has happened answers the same again.
        if (!open) orders.mustBeCancelled(desk.booking);
      },
    },
  );
  setHandler(
    confirmPayment,
    async (order) => {
      const given = { ...order, id: updateId() };
      const { declined }: Extract<Order, { kind: 'confirm' }> = await taken({
        kind: 'confirm',
        given,
      });
      return { booking: orders.mustBeKnown(desk.booking), ...(declined && { declined }) };
    },
    { validator: orders.mustBeConfirm },
  );
  setHandler(
    extendDeadline,
    async (order) => {
      const given = { actor: 'operator', ...order, id: updateId() };
      await taken({ kind: 'extend', given });
      return orders.mustLastUntil(desk.booking, order.expiresAt);
    },
    { validator: (order: ExtendOrder) => orders.mustBeExtension(order, desk.booking, open) },
  );
  CancellationScope.current().cancelRequested.catch(() => {
    desk.runCancelled = true;
    const reason = 'The workflow was cancelled';
    if (open) waiting.push({ kind: 'cancel', given: { cancelledBy: 'operator', reason } });
  });

  return desk;
}

export type BookingDesk = ReturnType<typeof openBookingDesk>;

function isCancel({ kind }: Order): boolean {
  return kind === 'cancel';
}

/** The caller's own id for what it asks: a repeat is the same order. */
function updateId(): string {
  return currentUpdateInfo()!.id;
}
