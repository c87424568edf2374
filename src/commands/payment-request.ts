import type { Handle } from '@booking-payment/events';
import { answerCommand, beginCommand } from '../db/processed-commands';
import { createCardResults, type PaymentAnswer } from './card-result';
import { createConfirmation } from './confirmation';
import type { CommandDependencies } from './dependencies';
import { incoming, type Incoming } from './incoming';
import { paymentOrder } from './payment-order';
import { createPurchases } from './purchase';
import { REUSED, Rejected } from './rejection';
import type { CustomerResults } from './results';

const COMMAND = 'stripe.payment.request';

/**
 * `stripe.payment.request`: carried out, its answer committed, its result acknowledged by Kafka,
 * and only then the record is done. Whenever the process dies, the record comes again: each step
 * finds what was done, and a request that has its answer only tells it once more.
 */
export function createPaymentRequests(deps: CommandDependencies, results: CustomerResults): Handle {
  const { db, publish } = deps;
  const purchase = createPurchases(deps);
  const confirm = createConfirmation(deps);
  const cardResult = createCardResults(deps);

  return async (record, stopping) => {
    const request = incoming(record, COMMAND);
    const { customerId, requestId, metadata } = request;
    const key = { command: COMMAND, requestId };
    let row = await beginCommand(db, key, request);
    const reused = row.fingerprint !== request.fingerprint;
    if (!row.answer && !reused)
      row = await answerCommand(db, key, { ...(await answer(request, stopping)) });
    const told = { customerId, requestId, metadata, at: row.answeredAt ?? new Date() };
    const answered: PaymentAnswer = reused ? { rejected: REUSED } : (row.answer ?? {});
    const result = await cardResult(answered, told);
    await publish([results.cardResult(result)]);
  };

  async function answer(request: Incoming, stopping: AbortSignal): Promise<Answer> {
    try {
      const order = paymentOrder(request);
      const row = await purchase(order, stopping);
      const declined = await confirm(row, order, request.requestId);
      return { bookingId: row.bookingId, ...(declined && { declined: { ...declined } }) };
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      return { rejected: { ...error.rejection } };
    }
  }
}

/** As PostgreSQL keeps it. */
type Answer = { bookingId?: string } & Partial<
  Record<'declined' | 'rejected', Record<string, string>>
>;
