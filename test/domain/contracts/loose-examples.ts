import type { OutRecord } from '../../../src/kafka/contracts';
import { contracts } from './booking-2041';

const AT = new Date('2026-03-04T09:15:01.020Z');

/** The records that no booking's transition stands behind, by family and name. */
export function looseExamples(): [family: string, name: string, record: OutRecord][] {
  const { results, subscriptions, webhooks } = contracts({
    families: ['canonical', 'customer', 'orders'],
    ordersTypeId: 'com.example.PaymentEvent',
  });
  const asked = { requestId: 'req-9', customerId: 'cus-41', metadata: { requestId: 'req-9' } };
  const ids = { paymentIntentId: 'pi_3Qb', paymentId: 'pay_5d421c4cebcc105a8e542536' };
  const price = { amount: 2500, currency: 'eur' };
  const rejected = {
    status: 'rejected',
    errorCode: 'amount_invalid',
    error: 'An amount is a number.',
  };
  const news = {
    ...{ stripeEventId: 'evt_1Qs', subscriptionId: 'sub_1Qs', subscriptionPlanId: 'plan-gold' },
    ...{ customerId: 'cus-41', at: AT },
  };
  const invoice = { ...news, ...price, invoiceId: 'in_1Qs', paymentIntentId: 'pi_3Qs' };
  const payment = {
    ...{ bookingId: '88231', userId: '5127', paymentNumber: 1042, amountMinor: 4250 },
    ...{ currency: 'usd', stripePaymentIntentId: 'pi_3Qc', status: 'awaiting_payment' as const },
  };
  return [
    [
      'customer',
      'payment.card.result--requires_action',
      results!.cardResult({
        ...{ ...asked, ...ids, ...price, at: AT, status: 'requires_action' },
        ...{ clientSecret: 'pi_3Qb_secret_s', nextAction: { type: 'redirect_to_url' } },
      }),
    ],
    [
      'customer',
      'payment.card.result--succeeded',
      results!.cardResult({
        ...{
          ...asked,
          ...ids,
          ...price,
          at: AT,
          status: 'succeeded',
          clientSecret: 'pi_3Qb_secret_s',
        },
      }),
    ],
    [
      'customer',
      'payment.card.result--declined',
      results!.cardResult({
        ...{ ...asked, ...ids, ...price, at: AT, status: 'requires_payment_method' },
        ...{ errorCode: 'card_declined', error: 'Your card was declined.' },
      }),
    ],
    [
      'customer',
      'payment.card.result--rejected',
      results!.cardResult({
        ...{ ...asked, ...rejected, at: AT },
      }),
    ],
    [
      'customer',
      'payment.setup.result--requires_action',
      results!.setupResult({
        ...{
          ...asked,
          ...ids,
          ...price,
          at: AT,
          status: 'requires_action',
          subscriptionId: 'sub_1Qs',
        },
        ...{ clientSecret: 'pi_3Qb_secret_s', nextAction: { type: 'use_stripe_sdk' } },
      }),
    ],
    [
      'customer',
      'payment.setup.result--cancelled',
      results!.setupResult({
        ...{ ...asked, ...ids, ...price, at: AT, status: 'canceled', subscriptionId: 'sub_1Qs' },
        success: true,
      }),
    ],
    [
      'customer',
      'payment.setup.result--rejected',
      results!.setupResult({
        ...{ ...asked, ...rejected, at: AT },
      }),
    ],
    [
      'customer',
      'webhook.processed--applied',
      results!.webhookProcessed({
        ...{ stripeEventId: 'evt_1Qa', stripeEventType: 'payment_intent.succeeded' },
        ...{ outcome: 'applied', requestId: 'req-9', paymentId: ids.paymentId, at: AT },
      }),
    ],
    [
      'customer',
      'webhook.processed--unverified',
      results!.webhookProcessed({
        ...{
          outcome: 'rejected',
          requestId: 'req-9',
          at: AT,
          error: 'The signature is not valid.',
        },
      }),
    ],
    [
      'customer',
      'subscription.payment.updated--paid',
      subscriptions!.paymentUpdated({
        ...{ ...invoice, status: 'paid' },
      }),
    ],
    [
      'customer',
      'subscription.payment.updated--failed',
      subscriptions!.paymentUpdated({
        ...{
          ...invoice,
          status: 'failed',
          errorCode: 'card_declined',
          error: 'Your card was declined.',
        },
      }),
    ],
    [
      'customer',
      'payment.analytics--subscription-failed',
      subscriptions!.paymentAnalytics({
        ...{
          ...invoice,
          status: 'failed',
          errorCode: 'card_declined',
          error: 'Your card was declined.',
        },
      }),
    ],
    [
      'customer',
      'subscription.status.updated--active',
      subscriptions!.statusUpdated({
        ...{ ...news, status: 'active', previousStatus: 'trialing', cancelAtPeriodEnd: false },
        currentPeriodEnd: new Date('2026-04-04T09:15:00Z'),
      }),
    ],
    [
      'orders',
      'payment-webhook-received--succeeded',
      webhooks!.received({
        ...{
          stripeEventId: 'evt_1Qc',
          stripeEventType: 'payment_intent.succeeded',
          at: AT,
          payment,
        },
      }),
    ],
  ];
}
