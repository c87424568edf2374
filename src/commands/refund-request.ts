import {
  PoisonRecord,
  decode,
  refundCommand,
  type Handle,
  type ReceivedRecord,
} from '@booking-payment/events';
import {
  isEventOfOurs,
  paymentById,
  paymentByNumber,
  refundById,
  type PaymentRow,
} from '../db/booking-reads';
import { waitFor } from '../db/waiting';
import { refundIdOf } from '../domain/ids';
import type { RefundRefusal } from '../domain/refund';
import { refundWorkflowId } from '../domain/workflow-ids';
import type { CommandDependencies } from './dependencies';
import { mustBeOfType, objectIn } from './incoming';
import { refundOrder, type RefundOrder } from './refund-order';
import { whyAnother, whyRefused } from './refund-words';
import { NotYet } from './rejection';

/**
 * Order service's refunds (contracts.md 2.3). They share their topic with our announcements of
 * refunds, which are passed over. A repeat is the same refund: its id follows from the command's,
 * and its row outlives the workflow. Done as soon as the refund is on record: its workflow goes on.
 */
export function createRefundCommands({ db, refunds, rowMs }: CommandDependencies): Handle {
  return async (record, stopping) => {
    if (record.headers['ce_source'] === '/payment-service') return;
    const body = objectIn(record);
    mustBeOfType(body, 'PAYMENT_REFUND_INITIATED');
    const command = decode(record.value, refundCommand);
    mustBeKeyed(record, command.orderId);
    if (command.eventId !== undefined && (await isEventOfOurs(db, command.eventId))) return;
    const payment = await paymentByNumber(db, command.paymentId);
    if (payment?.bookingId !== String(command.orderId))
      throw new PoisonRecord(
        'refused',
        'paymentId, orderId: There is no such payment of this order',
      );
    const order = refundOrder(command, payment);
    if ('fault' in order) throw new PoisonRecord('refused', order.fault);
    await refund(payment, order, stopping);
  };

  async function refund(payment: PaymentRow, order: RefundOrder, stopping: AbortSignal) {
    const refundId = refundIdOf(payment.paymentId, order.identity);
    if (!(await refundById(db, refundId))) {
      await start(refundId, order);
      const refusal = await refusalOf(refundId, stopping);
      if (refusal !== undefined)
        throw new PoisonRecord('refused', whyRefused(refusal, await asItIs(payment)));
    }
    await mustBeIts(refundId, order, payment);
  }

  /** Two refunds under one identity are one: whoever meant another has to hear of it. */
  async function mustBeIts(refundId: string, order: RefundOrder, payment: PaymentRow) {
    const made = await refundById(db, refundId);
    const another = made && whyAnother(order, made, await asItIs(payment));
    if (another !== undefined) throw new PoisonRecord('refused', another);
  }

  /** With the balance as the refund has left it. */
  async function asItIs(payment: PaymentRow): Promise<PaymentRow> {
    return (await paymentById(db, payment.paymentId)) ?? payment;
  }

  /** A closed workflow without a row was refused before; a replay may find the balance come back. */
  async function start(refundId: string, { isNamed: _, ...request }: RefundOrder): Promise<void> {
    if ((await refunds.start(refundId, request)) === 'running') return;
    if (await refundById(db, refundId)) return;
    await refunds.startAgain(refundWorkflowId(refundId), request);
  }

  /** Waits for the refund's row, or for its workflow to say why there will be none. */
  async function refusalOf(
    refundId: string,
    stopping: AbortSignal,
  ): Promise<RefundRefusal | undefined> {
    const over = new AbortController();
    const stop = AbortSignal.any([over.signal, stopping]);
    try {
      const read = () => refundById(db, refundId);
      const row = waitFor(read, (found) => found !== undefined, rowMs, stop);
      const refused = refunds.refusal(refundId, { limitMs: rowMs, stop });
      const first = await Promise.race([
        row.then((found) => ({ made: found !== undefined, code: undefined })),
        refused.then(async (code) => ({ code, made: code === undefined && !!(await row) })),
      ]);
      if (!first.made && first.code === undefined)
        throw new NotYet(`${refundId} has not begun yet`);
      return first.code;
    } finally {
      over.abort();
    }
  }
}

/** By another key it may overtake what was said of its order before. */
function mustBeKeyed({ key }: ReceivedRecord, orderId: number): void {
  if (key === null || key.toString() === String(orderId)) return;
  throw new PoisonRecord('schema', 'key: Send the orderId as the record’s key');
}
