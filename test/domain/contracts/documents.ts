/**
 * The messages of the five documents, as their own text has them: examples copied where there are
 * any, else one value of the type that the interface or class gives each field.
 */
interface DocumentedMessage {
  document: '000' | '001' | '002' | '003' | '004';
  topic: string;
  /** Every record on the topic has these fields, with values of these types. */
  body: Record<string, unknown>;
  /** Nullable in the document: some record on the topic has them. */
  optional?: Record<string, unknown>;
}

const AT = '2025-12-18T10:30:00.000Z';

// 000: what publishPayment… is given.
const PAYMENT_000 = {
  ...{ paymentId: 'pi_1', bookingId: 'b-1', userId: 'u-1', amount: 12990, currency: 'eur' },
  timestamp: AT,
};

// 001: interface PaymentResultEvent.
const RESULT_001 = {
  ...{ success: true, paymentIntentId: 'pi_1', paymentId: 'pay_1', status: 'succeeded' },
  ...{ customerId: 'cus-1', amount: 2500, currency: 'eur', timestamp: AT, eventId: 'id' },
  ...{ source: 'payment-service', version: '1.0' },
};
const TOLD_001 = { timestamp: AT, eventId: 'id', source: 'payment-service', version: '1.0' };

// 002: its examples, with the envelope that all of them have.
const EVENT_002 = {
  eventId: 'a1b2c3d4-e5f6-4a5b-8c7d-9e8f7a6b5c4d',
  eventType: 'payment.initiated',
  timestamp: AT,
  version: '1.0',
  source: 'payment-service',
  correlationId: 'booking-123-payment-flow',
};
const PAYLOAD_002 = {
  paymentId: 'pay_abc123xyz',
  bookingId: 'booking_456def',
  userId: 'usr_123456789',
  currency: 'EUR',
};

// 003: class PaymentEvent; then per topic the payload that its list asks for.
const EVENT_003 = {
  ...{ eventId: 'uuid', eventType: 'PAYMENT_INITIATED', timestamp: '2026-03-04T09:15:30.120' },
  ...{
    source: 'payment-service',
    paymentId: 1,
    orderId: 2,
    userId: 3,
    amount: 1.5,
    currency: 'usd',
  },
};
const ORDER_003 = { ...EVENT_003, eventType: 'ORDER_CREATED' };

// 004: its examples.
const FLAT_004 = {
  paymentId: 'pi_xxx',
  bookingId: 'booking-123',
  bookingReference: 'DREAM-2024-001',
  userId: 'user-123',
  amount: 500.0,
  currency: 'EUR',
};

export const MESSAGES: DocumentedMessage[] = [
  { document: '000', topic: 'dreamscape.payment.initiated', body: PAYMENT_000 },
  {
    document: '000',
    topic: 'dreamscape.payment.completed',
    body: { ...PAYMENT_000, stripeChargeId: 'ch_1' },
  },
  {
    document: '000',
    topic: 'dreamscape.payment.failed',
    body: { ...PAYMENT_000, errorCode: 'card_declined', errorMessage: 'Declined' },
  },
  {
    document: '000',
    topic: 'dreamscape.payment.refunded',
    body: { ...PAYMENT_000, refundId: 're_1', reason: 'requested_by_customer' },
  },

  {
    document: '001',
    topic: 'payment.card.result',
    body: RESULT_001,
    optional: { clientSecret: 's', requiresAction: true, nextAction: {}, error: 'x' },
  },
  {
    document: '001',
    topic: 'payment.setup.result',
    body: RESULT_001,
    optional: {
      ...{ clientSecret: 's', requiresAction: true, nextAction: {}, error: 'x' },
      subscriptionId: 'sub_1',
    },
  },
  {
    document: '001',
    topic: 'payment.status.updated',
    body: { ...RESULT_001, eventType: 'payment.completed', previousStatus: 'processing' },
    optional: {
      ...{ requiresAction: true, error: 'x', errorCode: 'x' },
      ...{ refundId: 'rfd_1', refundAmount: 1, refundedTotal: 1 },
    },
  },
  {
    document: '001',
    topic: 'payment.analytics',
    body: {
      ...{ ...TOLD_001, eventType: 'payment.completed', customerId: 'cus-1', status: 'completed' },
      ...{ paymentIntentId: 'pi_1', amount: 2500, currency: 'eur', success: true },
    },
    optional: {
      paymentId: 'pay_1',
      paymentMethod: 'card',
      subscriptionPlanId: 'p',
      errorCode: 'x',
    },
  },
  {
    document: '001',
    topic: 'subscription.payment.updated',
    body: {
      ...{ ...TOLD_001, subscriptionId: 'sub_1', subscriptionPlanId: 'p', customerId: 'cus-1' },
      ...{ invoiceId: 'in_1', status: 'paid', amount: 2500, currency: 'eur' },
    },
    optional: { error: 'x' },
  },
  {
    document: '001',
    topic: 'subscription.status.updated',
    body: {
      ...{ ...TOLD_001, subscriptionId: 'sub_1', subscriptionPlanId: 'p', customerId: 'cus-1' },
      ...{ status: 'active', previousStatus: 'trialing', currentPeriodEnd: AT },
      cancelAtPeriodEnd: false,
    },
  },
  {
    document: '001',
    topic: 'webhook.processed',
    body: { ...TOLD_001, stripeEventId: 'evt_1', stripeEventType: 'x', outcome: 'applied' },
    optional: { paymentId: 'pay_1', error: 'x' },
  },

  {
    document: '002',
    topic: 'dreamscape.payment.initiated',
    body: {
      ...EVENT_002,
      payload: { ...PAYLOAD_002, amount: 1250.0, paymentMethod: 'credit_card', initiatedAt: AT },
    },
  },
  {
    document: '002',
    topic: 'dreamscape.payment.completed',
    body: {
      ...{ ...EVENT_002, causationId: 'a1b2c3d4-e5f6-4a5b-8c7d-9e8f7a6b5c4d' },
      payload: {
        ...{ ...PAYLOAD_002, amount: 1250.0, completedAt: AT },
        transactionId: 'stripe_ch_3NqY7L2eZvKYlo2C0XYZ1234',
      },
    },
  },
  {
    document: '002',
    topic: 'dreamscape.payment.failed',
    body: {
      ...EVENT_002,
      payload: {
        ...{ ...PAYLOAD_002, amount: 1250.0, errorCode: 'card_declined', failedAt: AT },
        errorMessage: 'Your card was declined. Please try another payment method.',
      },
    },
    optional: { causationId: 'a1b2c3d4-e5f6-4a5b-8c7d-9e8f7a6b5c4d' },
  },
  {
    document: '002',
    topic: 'dreamscape.payment.refunded',
    body: {
      ...EVENT_002,
      payload: {
        ...{ ...PAYLOAD_002, refundAmount: 1250.0, refundId: 'refund_xyz789abc' },
        ...{ reason: 'Customer requested cancellation', refundedAt: '2025-12-20T14:15:00.000Z' },
      },
    },
  },

  {
    document: '003',
    topic: 'payment-events',
    body: EVENT_003,
    // All of the class but paymentMethodId, which no event of ours knows.
    optional: {
      ...{ stripePaymentIntentId: 'pi_1', stripeChargeId: 'ch_1', status: 'PENDING' },
      ...{ previousStatus: 'PENDING', paymentMethod: 'CARD', receiptUrl: 'https://r' },
      ...{ failureReason: 'x', errorCode: 'x', cancelReason: 'x', refundReason: 'x' },
      ...{ refundAmount: 1.5, refundId: 're_1' },
    },
  },
  {
    document: '003',
    topic: 'payment-initiated',
    body: { ...EVENT_003, paymentMethod: 'CARD', status: 'PENDING' },
  },
  {
    document: '003',
    topic: 'payment-processing',
    body: { ...EVENT_003, stripePaymentIntentId: 'pi_1', status: 'PENDING' },
  },
  {
    document: '003',
    topic: 'payment-completed',
    body: { ...EVENT_003, transactionId: 'ch_1', status: 'COMPLETED', previousStatus: 'PENDING' },
    optional: { receiptUrl: 'https://r' },
  },
  {
    document: '003',
    topic: 'payment-failed',
    body: { ...EVENT_003, failureReason: 'x', errorCode: 'x', status: 'FAILED' },
  },
  { document: '003', topic: 'payment-cancelled', body: { ...EVENT_003, cancelReason: 'x' } },
  {
    document: '003',
    topic: 'payment-refund-initiated',
    body: { ...EVENT_003, refundAmount: 1.5, reason: 'x', refundReason: 'x', status: 'COMPLETED' },
  },
  {
    document: '003',
    topic: 'payment-refunded',
    body: { ...EVENT_003, refundId: 're_1', refundAmount: 1.5, status: 'REFUNDED' },
  },
  {
    document: '003',
    topic: 'payment-webhook-received',
    // Without rawPayload: it may hold personal data.
    body: { ...EVENT_003, webhookId: 'x', stripeEventId: 'evt_1' },
  },
  { document: '003', topic: 'order-events', body: { ...ORDER_003, status: 'PENDING' } },
  { document: '003', topic: 'order-created', body: { ...ORDER_003, status: 'PENDING' } },
  { document: '003', topic: 'order-cancelled', body: { ...ORDER_003, status: 'CANCELLED' } },

  {
    document: '004',
    topic: 'payment.completed',
    body: { ...FLAT_004, paymentMethod: 'card', completedAt: '2024-01-20T10:30:00Z' },
  },
  {
    document: '004',
    topic: 'payment.failed',
    body: { ...FLAT_004, reason: 'Your card was declined', failedAt: '2024-01-20T10:30:00Z' },
  },
];
