/** What others send us; the first is that of contracts.md. */
export const CUSTOMER_COMMAND_EXAMPLES = {
  'stripe.payment.request': {
    eventType: 'stripe.payment.request',
    customerId: 'cus-41',
    amount: 2500,
    currency: 'eur',
    paymentMethodId: 'pm_card_visa',
    customerInfo: {},
    paymentOptions: { returnUrl: 'https://shop.example/back' },
    metadata: { requestId: 'req-9' },
    timestamp: '2026-03-04T09:15:00.000Z',
  },
  'stripe.subscription.setup': {
    eventType: 'stripe.subscription.setup',
    customerId: 'cus-41',
    subscriptionPlanId: 'plan-gold',
    paymentMethodId: 'pm_card_visa',
    customerInfo: {},
    planInfo: { stripePriceId: 'price_3Qd', trialDays: 14 },
    subscriptionContext: { action: 'create' },
    metadata: { requestId: 'req-10' },
    timestamp: '2026-03-04T09:15:00.000Z',
  },
  'stripe.webhook.received': {
    eventType: 'stripe.webhook.received',
    customerId: 'cus-41',
    customerInfo: {},
    signature: 't=1772615700,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd',
    rawPayload: '{"id":"evt_1Qb","type":"payment_intent.succeeded"}',
    metadata: { requestId: 'req-11' },
    timestamp: '2026-03-04T09:15:00.000Z',
  },
};
