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
      'No family is called "parcels"; known: canonical, dreamscape',
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
});
