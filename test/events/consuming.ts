import { createConsumer, type Consumer, type ConsumerOptions } from '@booking-payment/events';
import { brokers } from '../support/broker';

const open = new Set<Consumer>();

type Given = Partial<ConsumerOptions> & Pick<ConsumerOptions, 'groupId' | 'topics' | 'handle'>;

/** Quick to notice, quick to repeat; stopped after the test, whatever becomes of it. */
export function consumerOf({ timing, ...options }: Given): Consumer {
  const consumer = createConsumer({
    kafka: { clientId: 'test', brokers },
    backoff: { firstMs: 20, maxMs: 100 },
    timing: {
      sessionTimeoutMs: 6_000,
      heartbeatIntervalMs: 500,
      commitIntervalMs: 100,
      rebuildMs: [50, 200],
      ...timing,
    },
    ...options,
  });
  open.add(consumer);
  return consumer;
}

export async function stopConsumers(): Promise<void> {
  await Promise.all([...open].map((consumer) => consumer.stop(3_000)));
  open.clear();
}

/** A door that somebody must open. */
export function gate() {
  let open!: () => void;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}
