import { CATALOGUE, MESSAGES, enabledTopics } from '@booking-payment/events/schemas';
import { ALL_FAMILIES } from './rendered';

const LIFE = ['order-events', 'order-created', 'order-cancelled'];
const FLAT = ['payment.completed', 'payment.failed'];

describe('the catalogue', () => {
  it.each([
    [['canonical'], false, false, 2],
    [['canonical', 'dreamscape'], true, false, 10],
    [['dreamscape', 'orders'], false, false, 17],
    [['customer', 'orders'], true, true, 24],
    [[], false, true, 2],
  ])(
    'knows what %j enables (flat topics: %j, order life: %j)',
    (families, dreamscapeFlatTopics, ordersLifecycle, count) => {
      const options = { families, dreamscapeFlatTopics, ordersLifecycle };
      const names = enabledTopics(options).map(({ name }) => name);
      expect(names).toHaveLength(count);
      expect(names[0]).toBe('booking-payment.events');
      expect(names.at(-1)).toBe('payment-events-dlq');
      const has = (wanted: string[]) => wanted.every((name) => names.includes(name));
      expect(has(FLAT)).toBe(dreamscapeFlatTopics && families.includes('dreamscape'));
      expect(has(LIFE)).toBe(ordersLifecycle && families.includes('orders'));
    },
  );

  it('names each message once, and says the direction of a topic as its messages do', () => {
    const ids = MESSAGES.map(({ family, name }) => `${family}:${name}`);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { name, direction, messages } of CATALOGUE) {
      const found = new Set(messages.map((message) => message.direction));
      const told = found.size === 1 ? [...found][0] : 'both';
      expect([name, direction]).toEqual([name, told]);
    }
  });

  it('gives every message to the family of its topic', () => {
    expect([...new Set(CATALOGUE.flatMap(({ family }) => family ?? []))]).toEqual(ALL_FAMILIES);
    for (const { family, messages } of CATALOGUE)
      expect(messages.every((message) => message.family === family)).toBe(true);
  });
});
