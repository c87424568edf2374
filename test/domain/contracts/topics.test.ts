import { completed, contracts, topicsOf } from './booking-2041';

const DAY_MS = 24 * 60 * 60 * 1000;
const request = { bookingId: 'bk-2041', userId: 'usr-77', amount: 12990, currency: 'eur' };

describe('the catalogue of topics', () => {
  it('names everything that the enabled families send to, and the dead letters', () => {
    const month = 30 * DAY_MS;
    const shape = ({ name, key, partitions, retentionMs }: (typeof topics)[number]) =>
      [name, key, partitions, retentionMs] as const;
    const { topics } = contracts();
    expect(topics.map(shape)).toEqual([
      ['booking-payment.events', 'bookingId', 12, month],
      ['dreamscape.payment.initiated', 'paymentId', 6, month],
      ['dreamscape.payment.completed', 'paymentId', 6, month],
      ['dreamscape.payment.failed', 'paymentId', 6, month],
      ['dreamscape.payment.refunded', 'paymentId', 6, month],
      ['dreamscape.payment.attempt_failed', 'paymentId', 6, month],
      ['dreamscape.payment.partially_refunded', 'paymentId', 6, month],
      ['payment.completed', 'bookingId', 6, month],
      ['payment.failed', 'bookingId', 6, month],
      ['payment-events-dlq', 'as received', 1, 3 * DAY_MS],
    ]);
  });

  it('names what 001 sends and hears, results kept for a day', () => {
    const shape = ({ name, key, direction, partitions, retentionMs }: (typeof topics)[number]) => [
      ...[name, key, direction, partitions],
      retentionMs / DAY_MS,
    ];
    const { topics } = contracts({ families: ['customer'] });
    expect(topics.slice(1, -1).map(shape)).toEqual([
      ['stripe.payment.request', 'any', 'in', 6, 7],
      ['stripe.subscription.setup', 'any', 'in', 6, 7],
      ['stripe.webhook.received', 'any', 'in', 6, 3],
      ['payment.card.result', 'paymentId', 'out', 6, 1],
      ['payment.setup.result', 'paymentId', 'out', 6, 1],
      ['payment.status.updated', 'paymentId', 'out', 6, 7],
      ['payment.analytics', 'paymentId', 'out', 6, 7],
      ['subscription.payment.updated', 'customerId', 'out', 6, 7],
      ['subscription.status.updated', 'customerId', 'out', 6, 7],
      ['webhook.processed', 'stripeEventId', 'out', 6, 7],
    ]);
  });

  it('names the topics of 003, and those of its order service only where we play it', () => {
    const payments = ['initiated', 'processing', 'completed', 'failed', 'cancelled', 'refunded'];
    payments.push('events', 'refund-initiated', 'webhook-received');
    const lifecycle = ['order-cancelled', 'order-created', 'order-events'];
    const topicsWith = (ordersLifecycle: boolean) =>
      contracts({ families: ['orders'], ordersLifecycle }).topics.slice(1, -1);
    const names = payments.map((name) => `payment-${name}`);
    expect(
      topicsWith(false)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names.sort());
    expect(
      topicsWith(true)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...lifecycle, ...names]);
    for (const topic of topicsWith(true))
      expect(topic).toMatchObject({ key: 'orderId', partitions: 3, retentionMs: 30 * DAY_MS });
    const both = topicsWith(true).filter(({ direction }) => direction === 'both');
    expect(both.map(({ name }) => name)).toEqual(['payment-refund-initiated']);
  });

  it('gives four families their own names, without a clash', () => {
    const families = ['canonical', 'dreamscape', 'customer', 'orders'];
    expect(contracts({ families, ordersLifecycle: true }).topics).toHaveLength(32);
  });

  it('always holds the canonical topic', () => {
    const names = contracts({ families: [] }).topics.map(({ name }) => name);
    expect(names).toEqual(['booking-payment.events', 'payment-events-dlq']);
  });

  it('puts the prefix before every name, in the catalogue and on the records', () => {
    const prefixed = { topicPrefix: 'staging.' };
    const names = contracts(prefixed).topics.map(({ name }) => name);
    expect(names.every((name) => name.startsWith('staging.'))).toBe(true);
    expect(topicsOf(completed, prefixed)).toEqual([
      'staging.booking-payment.events',
      'staging.dreamscape.payment.completed',
      'staging.payment.completed',
    ]);
  });

  it('takes a mapped name as it is', () => {
    const mapped = { topicPrefix: 'staging.', topicMap: { 'payment.completed': 'legacy-paid' } };
    expect(topicsOf(completed, mapped)).toContain('legacy-paid');
    expect(contracts(mapped).topics.map(({ name }) => name)).toContain('legacy-paid');
  });

  it('keeps the names of schemas where names of topics change', () => {
    const [, record] = contracts({ topicPrefix: 'staging.' }).render(completed, {
      bindings: ['dreamscape'],
      paymentMethod: 'credit_card',
    });
    expect(record!.headers['ce_dataschema']).toBe(
      'urn:booking-payment:schema:dreamscape:dreamscape.payment.completed:1.0',
    );
  });

  it('refuses options that contradict themselves', () => {
    expect(() =>
      contracts({ topicMap: { 'payment.completed': 'dreamscape.payment.completed' } }),
    ).toThrow('"dreamscape.payment.completed" to two topics');
    expect(() => contracts({ families: ['canonical', 'parcels'] })).toThrow(
      'No family is called "parcels"; known: canonical, dreamscape, customer, orders',
    );
  });
});

describe('the families of a booking', () => {
  it('are those of the request, else the default ones', () => {
    const { bindingsOf } = contracts({ defaultBindings: ['dreamscape'] });
    expect(bindingsOf({ bindings: ['canonical'] })).toEqual(['canonical']);
    expect(bindingsOf({})).toEqual(['dreamscape']);
  });

  it('decide who hears of it', () => {
    const booking = { bindings: ['canonical'], paymentMethod: 'credit_card' };
    expect(topicsOf(completed, {}, booking)).toEqual(['booking-payment.events']);
  });

  it('are refused at creation when one of them is not enabled', () => {
    const { refusal } = contracts();
    expect(refusal(request)).toBeUndefined();
    expect(refusal({ ...request, bindings: ['canonical', 'dreamscape'] })).toBeUndefined();
    expect(refusal({ ...request, bindings: ['dreamscape', 'orders'] })).toBe(
      'The binding "orders" is not enabled here.',
    );
  });

  const four = contracts({ families: ['dreamscape', 'customer', 'orders'] });
  const order = { ...request, bookingId: '88231', userId: '5127' };

  it('are refused to 001 without a customer', () => {
    expect(four.refusal({ ...request, bindings: ['customer'] })).toBe(
      'The binding "customer" needs a customerId. Give one, or leave the binding out.',
    );
    const known = { ...request, customerId: 'cus-41', bindings: ['customer'] };
    expect(four.refusal(known)).toBeUndefined();
  });

  it.each(['bk-1', '0', '088231', '88231.0', '9007199254740992', '99999999999999999999', '٣'])(
    'are refused to 003 with an id that is no Long: %s',
    (id) => {
      const bindings = ['orders'];
      const reason = (wrong: string) =>
        `The binding "orders" needs a ${wrong} that is a whole number from 1 to 9007199254740991 ` +
        'in decimal digits, without leading zero. Change it, or leave the binding out.';
      expect(four.refusal({ ...order, bookingId: id, bindings })).toBe(reason('bookingId'));
      expect(four.refusal({ ...order, userId: id, bindings })).toBe(reason('userId'));
    },
  );

  it('take the smallest and the largest ids of 003', () => {
    for (const id of ['1', '9007199254740991'])
      expect(
        four.refusal({ ...order, bookingId: id, userId: id, bindings: ['orders'] }),
      ).toBeUndefined();
  });

  it('are refused at the first family that cannot carry it, named or by default', () => {
    const bindings = ['dreamscape', 'orders', 'customer'];
    expect(four.refusal({ ...request, bindings })).toContain('"orders" needs a bookingId');
    expect(four.refusal({ ...order, bindings })).toContain('"customer" needs a customerId');
    const byDefault = contracts({ families: ['orders'], defaultBindings: ['orders'] });
    expect(byDefault.refusal(request)).toContain('"orders" needs a bookingId');
  });
});
