import type { PaymentStatus } from '../../../src/domain/payment';
import { contracts } from './booking-2041';
import { CUSTOMER, examplesOf } from './examples';

const { render, results, subscriptions, webhooks } = contracts({ families: ['customer'] });
const examples = examplesOf(CUSTOMER);

const TOLD = ['payment.status.updated', 'payment.analytics'];
const heard = ({ event, facts }: (typeof examples)[number]) =>
  render(event, { bindings: ['customer'], paymentMethod: 'credit_card', ...facts }).slice(1);

function updateOf(name: string) {
  const record = heard(examples.find((example) => example.name === name)!)[0]!;
  return JSON.parse(record.value) as Record<string, unknown>;
}

describe('the customer family', () => {
  it('tells every payment event, stray money’s too, and no booking event', () => {
    for (const example of examples) {
      const topics = heard(example).map(({ topic }) => topic);
      const { eventType } = example.event;
      if (eventType === 'payment.initiated') expect(topics).toEqual(['payment.analytics']);
      else expect(topics).toEqual(eventType.startsWith('payment.') ? TOLD : []);
    }
  });

  it('never tells a client secret or a next action but in results', () => {
    for (const example of examples)
      for (const { value } of heard(example)) expect(value).not.toMatch(/clientSecret|nextAction/);
  });

  it('calls a success what was taken, whatever has gone back since', () => {
    const success = (paymentStatus: PaymentStatus) => {
      const { event, facts } = examples.find(({ name }) => name === 'payment.disputed')!;
      const payload = { ...event.payload, paymentStatus };
      const records = heard({ name: '', event: { ...event, payload } as typeof event, facts });
      return records.map(({ value }) => (JSON.parse(value) as { success: boolean }).success);
    };
    const taken: PaymentStatus[] = ['completed', 'partially_refunded', 'refunded'];
    for (const status of taken) expect(success(status)).toEqual([true, true]);
    const others: PaymentStatus[] = ['initiating', 'authorized', 'failed', 'unapplied', 'expired'];
    for (const status of others) expect(success(status)).toEqual([false, false]);
  });

  it('says from which status a payment came, and asks the customer to act only in 3-D Secure', () => {
    const step = { status: 'processing', previousStatus: 'awaiting_payment' };
    expect(updateOf('payment.processing~3-d-secure')).toMatchObject({
      ...step,
      requiresAction: true,
    });
    expect(updateOf('payment.processing')).toMatchObject(step);
    expect(updateOf('payment.processing')).not.toHaveProperty('requiresAction');
    const { event } = examples.find(({ name }) => name === 'payment.processing')!;
    const [update] = heard({ name: '', event, facts: {} });
    expect(JSON.parse(update!.value)).not.toHaveProperty('previousStatus');
  });

  it('counts a payment with the plan that its request named, and tells it to nobody else', () => {
    const { event, facts } = examples.find(({ name }) => name === 'payment.completed')!;
    const planned = { ...facts, subscriptionPlanId: 'plan-gold' };
    const [update, counted] = heard({ name: '', event, facts: planned });
    expect(JSON.parse(counted!.value)).toMatchObject({ subscriptionPlanId: 'plan-gold' });
    expect(JSON.parse(update!.value)).not.toHaveProperty('subscriptionPlanId');
    expect(JSON.parse(heard({ name: '', event, facts })[1]!.value)).not.toHaveProperty(
      'subscriptionPlanId',
    );
  });

  it('counts refunds in minor units under our own id', () => {
    const refundId = 'rfd_a485f48ab9d6ef5a8420a404';
    const part = { refundId, refundAmount: 500, refundedTotal: 500, status: 'partially_refunded' };
    expect(updateOf('payment.refunded~part')).toMatchObject(part);
    expect(updateOf('payment.refund_initiated')).toMatchObject({ refundId, refundAmount: 12990 });
    expect(updateOf('payment.refund_initiated')).not.toHaveProperty('refundedTotal');
    expect(updateOf('payment.refund_failed')).toMatchObject({
      ...{ refundId, refundedTotal: 0, errorCode: 'expired_or_canceled_card' },
      ...{ status: 'completed', previousStatus: 'refunded' },
    });
    expect(updateOf('payment.refunded~by-hand-in-yen')).toMatchObject({ refundCurrency: 'jpy' });
  });
});

describe('the results of the customer family', () => {
  const at = new Date('2026-03-04T09:15:01.020Z');
  const asked = { requestId: 'req-9', customerId: 'cus-41', at };
  const bodyOf = ({ value }: { value: string }) => JSON.parse(value) as Record<string, unknown>;

  it('are identified by the request, however often and with whatever they are told', () => {
    const first = results!.cardResult({ ...asked, status: 'requires_action', paymentId: 'pay_1' });
    const again = results!.cardResult({ ...asked, status: 'succeeded', paymentId: 'pay_1' });
    for (const { headers, key, value } of [first, again]) {
      expect(key).toBe('pay_1');
      expect(bodyOf({ value })['eventId']).toBe('17f032e6-e201-40ed-8924-32f504e110c5');
      expect(headers).toMatchObject({
        ce_id: '17f032e6-e201-40ed-8924-32f504e110c5',
        ce_type: 'payment.card.result',
        ce_subject: 'pay_1',
        ce_correlationid: 'req-9',
      });
      expect(headers).not.toHaveProperty('ce_sequence');
    }
    expect([first, again].map((record) => bodyOf(record)['success'])).toEqual([false, true]);
  });

  it('of a request whose id is another one’s are not taken for that one’s', () => {
    const rejected = { ...asked, status: 'rejected', errorCode: 'request_id_reused', error: 'No.' };
    const own = results!.cardResult({ ...asked, status: 'succeeded', paymentId: 'pay_1' });
    const refused = ['f1', 'f2', 'f1'].map((fingerprint) =>
      results!.cardResult({ ...rejected, fingerprint }),
    );
    const ids = [own, ...refused].map(({ headers }) => headers['ce_id']);
    expect(new Set(ids).size).toBe(3);
    expect(refused[2]).toEqual(refused[0]);
    expect(refused[0]).toMatchObject({ key: 'req-9' });
    expect(refused[0]!.value).not.toContain('f1');
  });

  it('are keyed by the request where there is no payment, and hold every required field', () => {
    const refused = { status: 'rejected', errorCode: 'amount_invalid', error: 'No amount.' };
    const record = results!.setupResult({ ...asked, ...refused });
    expect(record.key).toBe('req-9');
    expect(bodyOf(record)).toMatchObject({
      ...{ success: false, paymentIntentId: '', paymentId: '', amount: 0, currency: '' },
      ...{ status: 'rejected', errorCode: 'amount_invalid', error: 'No amount.', metadata: {} },
    });
  });

  it('echo the metadata, whatever it holds', () => {
    const metadata = { requestId: 'req-9', cart: { lines: [1, 2] }, note: null };
    expect(bodyOf(results!.cardResult({ ...asked, status: 'succeeded', metadata }))).toMatchObject({
      metadata,
    });
  });

  it('do not pass an unverified webhook off as Stripe’s', () => {
    const event = { stripeEventId: 'evt_1Qa', stripeEventType: 'charge.refunded', at };
    const requestId = 'req-9';
    const applied = results!.webhookProcessed({ ...event, requestId, outcome: 'applied' });
    const forged = results!.webhookProcessed({ outcome: 'rejected', requestId: 'evt_1Qa', at });
    expect(applied.key).toBe('evt_1Qa');
    expect(applied.headers['ce_correlationid']).toBe('req-9');
    expect(forged.headers['ce_id']).not.toBe(applied.headers['ce_id']);
    expect(bodyOf(forged)).toMatchObject({ stripeEventId: '', outcome: 'rejected' });
  });

  it('mirror a subscription’s invoices once for the customer, once for analytics', () => {
    const news = {
      ...{ stripeEventId: 'evt_1Qs', subscriptionId: 'sub_1Qs', customerId: 'cus-41', at },
      ...{ invoiceId: 'in_1Qs', status: 'paid' as const, amount: 2500, currency: 'eur' },
    };
    const told = subscriptions!.paymentUpdated(news);
    const counted = subscriptions!.paymentAnalytics(news);
    expect([told.key, counted.key]).toEqual(['cus-41', 'in_1Qs']);
    expect(counted.headers['ce_id']).toBe(told.headers['ce_id']);
    expect(bodyOf(counted)).toMatchObject({ success: true, status: 'paid', amount: 2500 });
    expect(told.headers['ce_correlationid']).toBe('sub_1Qs');
  });

  it('go to the names on the wire, under the types of the catalogue', () => {
    const { results, wire } = contracts({ families: ['customer'], topicPrefix: 'staging.' });
    const record = results!.cardResult({ ...asked, status: 'succeeded' });
    expect(record.topic).toBe('staging.payment.card.result');
    expect(wire('payment.card.result')).toBe(record.topic);
    expect(record.headers['ce_type']).toBe('payment.card.result');
  });

  it('are not there where the family is not enabled', () => {
    expect(webhooks).toBeUndefined();
    const others = contracts({ families: ['orders'] });
    expect([others.results, others.subscriptions]).toEqual([undefined, undefined]);
    expect(others.webhooks).toBeDefined();
  });
});
