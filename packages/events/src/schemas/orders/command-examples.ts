/** What order service sends: a `PaymentEvent` with `null` where it has nothing to say. */
export const REFUND_COMMAND_EXAMPLE = {
  eventId: '3f0a3f0e-7f6c-4f0e-9c53-0a8f5f4a7d11',
  eventType: 'PAYMENT_REFUND_INITIATED',
  timestamp: '2026-03-04T10:00:00.000',
  source: 'order-service',
  paymentId: 1042,
  orderId: 88231,
  userId: 5127,
  amount: 42.5,
  currency: 'usd',
  refundReason: 'The order was cancelled',
  refundAmount: null,
};
