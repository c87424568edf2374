import {
  faultsIn,
  faultsInWords,
  paymentRequest,
  refundCommand,
  subscriptionSetup,
  webhookReceived,
} from '@booking-payment/events/schemas';
import type { z } from 'zod';

const common = { customerId: 'cus-41', customerInfo: {}, metadata: { requestId: 'req-9' } };
const payment = { ...common, eventType: 'stripe.payment.request', amount: 2500, currency: 'eur' };
const setup = {
  ...common,
  eventType: 'stripe.subscription.setup',
  subscriptionPlanId: 'gold',
  paymentMethodId: 'pm_card_visa',
  planInfo: { stripePriceId: 'price_1' },
};
const webhook = {
  ...common,
  eventType: 'stripe.webhook.received',
  signature: 't=1,v1=00',
  rawPayload: '{}',
};
const refund = { paymentId: 1042, orderId: 88231 };
const without = (value: object, field: string) => ({ ...value, [field]: undefined });
const words = (schema: z.ZodType, value: unknown) => faultsInWords(faultsIn(schema, value));

describe('what others send is read with patience', () => {
  it.each([
    ['a payment', paymentRequest, payment],
    [
      'a payment with the fields of 001 and more',
      paymentRequest,
      {
        ...payment,
        paymentMethodId: 'pm_card_visa',
        customerInfo: { email: 'a@b.example', name: 'A', loyalty: 3 },
        paymentOptions: { returnUrl: 'https://shop.example/back', setupFutureUsage: 'off_session' },
        metadata: { requestId: 'req-9', cart: { lines: [1, 2] } },
        timestamp: '2026-03-04T09:15:00.000Z',
        extra: true,
      },
    ],
    [
      'a payment with null for what is absent',
      paymentRequest,
      {
        ...payment,
        ...{ paymentMethodId: null, customerInfo: null, paymentOptions: null, metadata: null },
        subscriptionPlanId: '',
      },
    ],
    ['a subscription', subscriptionSetup, setup],
    [
      'its change',
      subscriptionSetup,
      {
        ...without(setup, 'paymentMethodId'),
        subscriptionContext: { action: 'change', subscriptionId: 'sub_1' },
      },
    ],
    [
      'its end',
      subscriptionSetup,
      {
        ...common,
        eventType: 'stripe.subscription.setup',
        subscriptionContext: { action: 'cancel', subscriptionId: 'sub_1', atPeriodEnd: true },
      },
    ],
    ['a webhook', webhookReceived, { ...webhook, webhookEvent: { anything: 1 } }],
    [
      'a webhook in an odd envelope',
      webhookReceived,
      { ...webhook, customerId: 'auth0|7', customerInfo: 7, metadata: { requestId: 41 } },
    ],
    ['a version', paymentRequest, { ...payment, version: '1.0' }],
    ['a refund', refundCommand, refund],
    [
      'a refund as Jackson writes it',
      refundCommand,
      {
        ...refund,
        ...{ amount: 42.5, refundAmount: null, refundReason: '', timestamp: [2026, 3, 4, 10, 0] },
      },
    ],
  ])('%s', (_what, schema: z.ZodType, value) => {
    expect(faultsIn(schema, value)).toEqual([]);
  });

  it('what is null or empty is absent', () => {
    const read = refundCommand.parse({ ...refund, refundAmount: null, refundReason: '' });
    expect([read.refundAmount, read.refundReason]).toEqual([undefined, undefined]);
  });
});

describe('what is wrong is told by field, rule and fix', () => {
  it.each([
    [paymentRequest, without(payment, 'amount'), 'amount: Send a whole number of minor units'],
    [paymentRequest, { ...payment, amount: 12.5 }, 'amount: Send a whole number of minor units'],
    [paymentRequest, { ...payment, amount: 0 }, 'amount: Send at least 1 minor unit'],
    [paymentRequest, { ...payment, amount: 1e8 }, 'amount: Send at most 99999999 minor units'],
    [paymentRequest, { ...payment, currency: 'EUR' }, 'currency: Send three lower-case letters'],
    [paymentRequest, { ...payment, customerId: '-x' }, 'customerId: Send 1 to 64 letters'],
    [
      paymentRequest,
      { ...payment, metadata: { bookingId: 'a b' } },
      'metadata.bookingId: Send 1 to 64 letters',
    ],
    [
      paymentRequest,
      { ...payment, paymentOptions: { returnUrl: 'javascript:alert(1)' } },
      'paymentOptions.returnUrl: Send an http or https address',
    ],
    [
      paymentRequest,
      { ...payment, customerInfo: { name: 'a\0' } },
      'customerInfo.name: Remove NUL and unpaired surrogates',
    ],
    [
      subscriptionSetup,
      without(setup, 'planInfo'),
      "planInfo.stripePriceId: Missing: create needs the plan's Stripe price",
    ],
    [
      subscriptionSetup,
      { ...setup, subscriptionContext: { action: 'cancel' } },
      'subscriptionContext.subscriptionId: Missing: cancel needs the subscription it is about',
    ],
    [
      subscriptionSetup,
      { ...setup, subscriptionContext: { action: 'pause' } },
      'subscriptionContext.action: Send create, change, cancel, or leave it out',
    ],
    [paymentRequest, { ...payment, version: 1 }, 'version: Send "1.0" as a text'],
    [subscriptionSetup, { ...setup, version: 'v1' }, 'version: Send "1.0", or leave it out'],
    [webhookReceived, without(webhook, 'signature'), 'signature: Missing or not a text: send the'],
    [webhookReceived, { ...webhook, rawPayload: {} }, 'rawPayload: Missing or not a text: send'],
    [refundCommand, { orderId: 1 }, 'paymentId: Send a whole number'],
    [refundCommand, { ...refund, paymentId: 'pay_1' }, 'paymentId: Send a whole number'],
    [refundCommand, { ...refund, refundAmount: -1 }, 'refundAmount: Send an amount above 0'],
    [
      refundCommand,
      { ...refund, eventType: 'PAYMENT_REFUNDED' },
      'eventType: Send PAYMENT_REFUND_INITIATED, or leave it out',
    ],
  ])('%#: %s', (schema: z.ZodType, value, told) => {
    expect(words(schema, value)).toContain(told);
  });
});
