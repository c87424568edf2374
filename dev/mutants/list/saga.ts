import type { Mutant } from '../mutant';

/** The saga as a whole: one run, one owner, one way of telling. */
export const SAGA: readonly Mutant[] = [
  {
    case: 'H12',
    about: 'a second start of a booking runs beside the first',
    file: 'src/domain/workflow-ids.ts',
    from: '`booking-${bookingId}`',
    to: '`booking-${bookingId}-${Math.random()}`',
  },
  {
    case: 'C7',
    about: 'an offer waits for Kafka as long as it takes',
    file: 'src/activities/outbox.ts',
    from: 'if (!publisher.failing()) await atMost(waitMs, offered);',
    to: 'await offered;',
  },
  {
    case: 'C7',
    about: 'what Kafka did not take counts as published',
    file: 'src/activities/deliveries.ts',
    from: 'underWay.delete(record.id);\n      tell(false);',
    to: 'underWay.delete(record.id);\n      void acknowledged(record).then(tell);',
  },
  {
    case: 'C14',
    about: 'the old refund route makes a refund although the balance is too small',
    file: 'src/api/refund-aliases.ts',
    from: 'const made = await refund(payment, wish, identity);',
    to: 'const made = await refund(payment, { reason: wish.reason }, identity);',
  },
  {
    case: 'C14',
    about: 'the old webhook address is gone',
    file: 'src/api/stripe-webhook.ts',
    from: "const PATHS = ['/webhooks/stripe', '/api/v1/payment/webhook'];",
    to: "const PATHS = ['/webhooks/stripe'];",
  },
  {
    case: 'R6',
    about: 'nobody is told of an owner that does not answer',
    file: 'src/workflows/confirmation.ts',
    from: 'needsAttention: true',
    to: 'needsAttention: false',
  },
  {
    case: 'R12',
    about: 'a cancel that came after the money is answered as if it had won',
    file: 'src/workflows/orders.ts',
    from: "if (booking?.status === 'CANCELLED')",
    to: 'if (booking)',
  },
  {
    case: 'R14',
    about: 'records of a booking are read in any order',
    file: 'src/db/event-records.ts',
    from: "orderBy: [{ sequence: 'asc' }, { id: 'asc' }],",
    to: "orderBy: [{ sequence: 'desc' }],",
  },
  {
    case: 'R15',
    about: 'an error of Stripe’s is quoted in the history',
    file: 'src/activities/failures.ts',
    from: '`Stripe: ${fault.kind}`',
    to: '`Stripe: ${String(error)}`',
  },
  {
    case: 'R16',
    about: 'a finished booking reads Stripe once more, which no recorded history did',
    file: 'src/workflows/booking-payment.ts',
    from: 'board.show(booking);\n    await condition(allHandlersFinished);',
    to: 'board.show(booking);\n    await steps.settlePayment(booking.bookingId);\n    await condition(allHandlersFinished);',
  },
];
