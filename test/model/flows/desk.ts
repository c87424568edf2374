import type { BookingView } from '../../../src/domain/views';
import type { Card } from '../stripe/objects';

/** What callers and operators may order of an open booking; `done` hears how it stands then. */
export type Order = { id: string; done: (booking: BookingView | undefined) => void } & (
  | { kind: 'cancel'; by: 'customer' | 'operator' }
  | { kind: 'confirm'; card?: Card }
  | { kind: 'extend'; expiresAt: number }
);

/** src/workflows/booking-desk.ts: it only notes; the saga alone acts. */
export function openDesk() {
  const heard = new Set<string>();
  let news = false;
  let waiting: Order[] = [];
  let open = true;
  const desk = {
    booking: undefined as BookingView | undefined,
    /** Signals of the refund that gives the money back. */
    refundNews: false,
    refundAccepted: false,

    hasNews: () => open && (news || waiting.length > 0),
    takeNews(): Order | undefined {
      news = false;
      return waiting[0];
    },
    tell(stripeEventId: string): void {
      if (heard.has(stripeEventId)) return;
      heard.add(stripeEventId);
      news = true;
    },
    answer(order: Order, booking: BookingView): void {
      desk.booking = booking;
      const isAnswered = (other: Order) =>
        other === order || (other.kind === 'cancel' && order.kind === 'cancel');
      const answered = waiting.filter(isAnswered);
      waiting = waiting.filter((other) => !isAnswered(other));
      for (const one of answered) one.done(booking);
    },
    close(booking: BookingView): void {
      open = false;
      desk.booking = booking;
      const left = waiting;
      waiting = [];
      for (const one of left) one.done(booking);
    },
    take(order: Order): void {
      if (open) waiting.push(order);
      else order.done(desk.booking);
    },
  };
  return desk;
}

export type Desk = ReturnType<typeof openDesk>;
