import type { CustomerCommandType } from '@booking-payment/events';
import { fingerprintOf } from '../../src/commands/identity';

type Body = Record<string, unknown>;

const payment: Body = {
  ...{ customerId: 'cus-41', amount: 2500, currency: 'eur', paymentMethodId: 'pm_1' },
  ...{ subscriptionPlanId: 'plan-gold', metadata: { requestId: 'req-9', bookingId: 'bk-1' } },
};
const setup: Body = {
  ...{ customerId: 'cus-41', subscriptionPlanId: 'plan-gold', paymentMethodId: 'pm_1' },
  planInfo: { stripePriceId: 'price_1', trialDays: 14 },
  metadata: { requestId: 'req-10' },
};
const about = (more: Body): Body => ({
  ...setup,
  subscriptionContext: { action: 'cancel', subscriptionId: 'sub_1', ...more },
});
const cancel = about({});

const PAYMENT = 'stripe.payment.request';
const SETUP = 'stripe.subscription.setup';
type Pair = [string, CustomerCommandType, Body, Body];

describe('the same is asked for', () => {
  it.each<Pair>([
    [
      'another eventId and time',
      PAYMENT,
      payment,
      { ...payment, eventId: 'x', timestamp: 'later' },
    ],
    [
      'another return address',
      PAYMENT,
      payment,
      { ...payment, paymentOptions: { returnUrl: 'https://shop.example/other' } },
    ],
    [
      'other remarks and names',
      PAYMENT,
      payment,
      {
        ...payment,
        customerInfo: { name: 'Ada' },
        metadata: { requestId: 'req-9', bookingId: 'bk-1', note: 'again' },
      },
    ],
    [
      'null or an empty text for what is absent',
      PAYMENT,
      { ...payment, paymentMethodId: undefined, subscriptionPlanId: undefined },
      { ...payment, paymentMethodId: null, subscriptionPlanId: '', extra: null },
    ],
    [
      'no metadata, null for them, or ones of no use',
      PAYMENT,
      { ...payment, metadata: undefined },
      { ...payment, metadata: null },
    ],
    [
      'what is meant without a word',
      SETUP,
      setup,
      { ...setup, subscriptionContext: { action: 'create', atPeriodEnd: null } },
    ],
    ['an end at once', SETUP, cancel, about({ atPeriodEnd: false })],
  ])('%s', (_what, command, one, other) => {
    expect(fingerprintOf(command, other)).toBe(fingerprintOf(command, one));
  });
});

describe('another thing is asked for', () => {
  const bookingId = (id: string) => ({
    ...payment,
    metadata: { requestId: 'req-9', bookingId: id },
  });
  const plan = (more: Body) => ({
    ...setup,
    planInfo: { ...(setup['planInfo'] as Body), ...more },
  });

  it.each<Pair>([
    ['another customer', PAYMENT, payment, { ...payment, customerId: 'cus-42' }],
    ['another sum', PAYMENT, payment, { ...payment, amount: 2501 }],
    ['another currency', PAYMENT, payment, { ...payment, currency: 'usd' }],
    ['another card', PAYMENT, payment, { ...payment, paymentMethodId: 'pm_2' }],
    ['no card', PAYMENT, payment, { ...payment, paymentMethodId: null }],
    ['another plan', PAYMENT, payment, { ...payment, subscriptionPlanId: 'plan-pro' }],
    ['another booking', PAYMENT, payment, bookingId('bk-2')],
    ['another price', SETUP, setup, plan({ stripePriceId: 'price_2' })],
    ['another trial', SETUP, setup, plan({ trialDays: 0 })],
    ['another act', SETUP, cancel, about({ action: 'change' })],
    ['another subscription', SETUP, cancel, about({ subscriptionId: 'sub_2' })],
    ['an end that waits', SETUP, cancel, about({ atPeriodEnd: true })],
  ])('%s', (_what, command, one, other) => {
    expect(fingerprintOf(command, other)).not.toBe(fingerprintOf(command, one));
  });
});
