import { paymentById, type PaymentRow } from '../db/booking-reads';
import { hash24 } from '../domain/ids';
import { isUnpaid } from '../domain/payment';
import { tellable } from '../stripe/errors';
import type { CommandDependencies } from './dependencies';
import { readIntent } from './intents';
import type { PaymentOrder } from './payment-order';
import { NotYet, reject, type Rejection } from './rejection';
import { createRevival } from './revival';

const NOT_CONFIRMED = 'Stripe does not accept this payment. Check paymentMethodId';

/**
 * Lets the workflow confirm the PaymentIntent: with the payment method that the request names, or,
 * in manual mode after 3-D Secure, with the one that Stripe holds ready. The update's id is the
 * request's: however often it comes, it is one attempt. Answers why that one was declined.
 */
export function createConfirmation({ db, bookings, secrets }: CommandDependencies) {
  const revive = createRevival({ db, bookings });

  async function confirm(
    row: PaymentRow,
    { paymentMethodId, returnUrl }: PaymentOrder,
    requestId: string,
  ): Promise<Rejection | undefined> {
    if (!isOpen(row) || !(await isAsked(row, paymentMethodId))) return undefined;
    const order = {
      ...(paymentMethodId !== undefined && { paymentMethodId }),
      ...(returnUrl !== undefined && { returnUrl }),
    };
    const { workflowId } = row.booking;
    const done = await bookings.confirm(workflowId, order, `command:${hash24(requestId)}`);
    if (done.outcome === 'done') {
      const { declined } = done.answer;
      return declined && { code: declined.code, message: tellable(declined, NOT_CONFIRMED) };
    }
    if (done.outcome === 'refused') return reject(done.type, done.message);
    // It has ended meanwhile, and its row says how.
    const now = await paymentById(db, row.paymentId);
    if (!now || !isOpen(now)) return undefined;
    await revive(now);
    throw new NotYet(`no workflow has taken the confirmation of ${workflowId}`);
  }

  async function isAsked(row: PaymentRow, paymentMethodId?: string): Promise<boolean> {
    if (paymentMethodId !== undefined) return true;
    if (row.confirmationMethod !== 'manual' || row.stripePaymentIntentId === null) return false;
    const intent = await readIntent(secrets, row.stripePaymentIntentId);
    return intent?.status === 'requires_confirmation';
  }

  return confirm;
}

function isOpen({ booking, status }: PaymentRow): boolean {
  return booking.status === 'PENDING_PAYMENT' && isUnpaid(status);
}
