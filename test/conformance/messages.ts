/**
 * Every message that the documents name, by its file in `fixtures`: what is sent to us and what comes
 * from us, by Kafka and by HTTP. Each has a test in its suite, which fails for one that was not shown.
 */
export const MESSAGES = {
  travel: [
    ...['000/create-payment-intent', '000/webhook', '000/refund'],
    ...['000/initiated', '000/completed', '000/failed', '000/refunded'],
    ...['002/payments', '002/stripe-webhook', '002/refund'],
    ...['002/initiated', '002/completed', '002/failed', '002/refunded'],
    ...['004/create-intent', '004/config', '004/webhook', '004/refund', '004/cancel', '004/health'],
    ...['004/completed', '004/failed'],
  ],
  customers: [
    ...['001/payment-request', '001/webhook', '001/subscription-setup'],
    ...['001/subscription-trial', '001/subscription-change', '001/subscription-cancel'],
    ...['001/card-result', '001/card-result-action', '001/card-result-declined'],
    ...['001/card-result-rejected', '001/setup-result', '001/status-updated', '001/analytics'],
    ...['001/webhook-processed', '001/subscription-payment-updated'],
    ...['001/subscription-payment-failed', '001/subscription-payment-action'],
    ...['001/subscription-status-updated', '001/subscription-analytics'],
  ],
  orders: [
    ...['003/create-intent', '003/refund-command', '003/payment-event'],
    ...['003/initiated', '003/processing', '003/completed', '003/failed', '003/cancelled'],
    ...['003/refund-initiated', '003/refunded', '003/webhook-received'],
    ...['003/order-event', '003/order-created', '003/order-cancelled'],
  ],
} as const satisfies Record<string, readonly string[]>;

export type Suite = keyof typeof MESSAGES;
