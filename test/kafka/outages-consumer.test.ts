import { createConsumer } from '@booking-payment/events';
import { eventually } from '../support/eventually';
import { kafkaBroker } from '../support/kafka';
import { createTopics } from './log';
import { publisherOn, recordOf } from './publishing';
import { createWire } from './wire';

const { brokers } = kafkaBroker();

describe('a consumer, while Kafka is away', () => {
  it.each(['refusing', 'black hole', 'silent'] as const)(
    'never gives up, and goes on when it is back (%s)',
    async (state) => {
      const [topic] = (await createTopics(brokers, 'consumed')) as [string];
      const wire = createWire();
      const took: string[] = [];
      const fatal: Error[] = [];
      let crashes = 0;
      const count = (_: object, message: string) => {
        if (message === 'the consumer has crashed') crashes += 1;
      };
      const consumer = createConsumer({
        kafka: {
          ...{ clientId: 'test', brokers, socketFactory: wire.socketFactory },
          ...{ connectionTimeoutMs: 100, requestTimeoutMs: 100 },
        },
        ...{ groupId: topic, topics: [topic], onFatal: (error) => void fatal.push(error) },
        handle: ({ key }) => Promise.resolve(void took.push(String(key))),
        timing: { rebuildMs: [10, 20], crashesBeforeFatal: 2, sessionTimeoutMs: 6_000 },
        logger: { debug() {}, info() {}, warn() {}, error: count },
      });
      await consumer.start();

      wire.state = state;
      await eventually('it has crashed again and again', () => crashes > 5 || fatal.length > 0, {
        withinMs: 50_000,
      });
      expect(fatal).toEqual([]);

      wire.state = 'open';
      const { publisher } = publisherOn(brokers);
      await publisher.publish([recordOf(topic, 'after', 1)]);
      await publisher.disconnect();
      await eventually('it consumes', () => took.includes('after'), { withinMs: 30_000 });
      await consumer.stop();
    },
    120_000,
  );
});
