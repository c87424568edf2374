import { paymentOfBooking, type PaymentRow } from '../db/booking-reads';
import { waitFor } from '../db/waiting';
import { isDecided, isSamePurchase } from '../domain/booking';
import type { CommandDependencies } from './dependencies';
import type { PaymentOrder } from './payment-order';
import { NotYet, reject } from './rejection';
import { createRevival } from './revival';
import { createStripeCustomers } from './stripe-customer';

/**
 * The booking that a request is about, with its PaymentIntent: started, or found where another
 * request or an earlier run of this one has started it.
 */
export function createPurchases(deps: CommandDependencies) {
  const { db, bookings, contracts, rowMs } = deps;
  const customers = createStripeCustomers(deps);
  const revive = createRevival(deps);

  async function purchase(order: PaymentOrder, stopping: AbortSignal): Promise<PaymentRow> {
    const { booking } = order;
    const existing = await paymentOfBooking(db, booking.bookingId);
    if (existing) mustBeSame(existing, order);
    if (!existing) await start(order);
    else if (!isDecided(existing)) await revive(existing);
    const row = await waitFor(
      () => paymentOfBooking(db, booking.bookingId),
      (now) => now !== undefined && isDecided(now),
      rowMs,
      stopping,
    );
    if (!row || !isDecided(row))
      throw new NotYet(`booking ${booking.bookingId} has no payment yet`);
    mustBeSame(row, order); // two requests may have raced for the bookingId
    if (row.stripePaymentIntentId === null) refuseUnpayable(row);
    return row;
  }

  async function start({ booking, person, namedBy }: PaymentOrder): Promise<void> {
    const cannot = contracts.refusal(booking);
    if (cannot !== undefined) reject('binding_cannot_carry', cannot);
    const stripeCustomerId = await customers.ofPayment(booking.userId, person);
    const request = { ...booking, ...(stripeCustomerId !== undefined && { stripeCustomerId }) };
    if ((await bookings.start(request)) === 'running') return;
    if (await paymentOfBooking(db, booking.bookingId)) return;
    reject(
      'booking_exists',
      `${namedBy}: The booking of this id was refused before. Send a new one`,
    );
  }

  return purchase;
}

function mustBeSame({ booking }: PaymentRow, { booking: asked, namedBy }: PaymentOrder): void {
  if (isSamePurchase(booking, asked)) return;
  const why = 'The booking of this id has another customer, amount or currency. Send a new one';
  reject('booking_exists', `${namedBy}: ${why}`);
}

const REFUSALS: Record<string, [code: string, message: string]> = {
  unavailable: ['booking_unavailable', 'The booking owner has no place left for this booking'],
  price_changed: ['price_changed', 'amount: The booking owner asks another price'],
  payment_failed: ['payment_rejected', 'Stripe does not accept this payment as it was asked for'],
};

/** It ended before there was anything to pay. */
function refuseUnpayable({ booking }: PaymentRow): never {
  const [code, message] = REFUSALS[booking.reason ?? ''] ?? [
    'booking_unavailable',
    `The booking is ${booking.status}: it cannot be paid any more`,
  ];
  return reject(code, message);
}
