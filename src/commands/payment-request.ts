import type { Handle } from '@booking-payment/events';
import { answeredOnce } from './answered-once';
import { createCardResults, type PaymentAnswer } from './card-result';
import { createConfirmation } from './confirmation';
import type { CommandDependencies } from './dependencies';
import { paymentOrder } from './payment-order';
import { createPurchases } from './purchase';
import type { CustomerResults } from './results';

/** `stripe.payment.request`: a booking is bought, and confirmed where that was asked for. */
export function createPaymentRequests(deps: CommandDependencies, results: CustomerResults): Handle {
  const purchase = createPurchases(deps);
  const confirm = createConfirmation(deps);
  const cardResult = createCardResults(deps);

  return answeredOnce<PaymentAnswer>(deps, {
    command: 'stripe.payment.request',
    async carryOut(request, stopping) {
      const order = paymentOrder(request);
      const row = await purchase(order, stopping);
      const declined = await confirm(row, order, request.requestId);
      return { bookingId: row.bookingId, ...(declined && { declined }) };
    },
    resultOf: async (answer, told) => results.cardResult(await cardResult(answer, told)),
  });
}
