import { createRequire } from 'node:module';
import { createKafka } from '../../src/kafka/client';
import { kafkaBroker } from '../support/kafka';
import { silent } from './publishing';

interface QueueClass {
  prototype: { scheduleCheckPendingRequests: (this: object) => void };
}

/** A copy of kafkajs's own queue that nobody has touched. */
function untouchedQueue(): QueueClass {
  let queue: QueueClass | undefined;
  jest.isolateModules(() => {
    queue = createRequire(__filename)('kafkajs/src/network/requestQueue') as QueueClass;
  });
  return queue!;
}

const idle = () => ({ pending: [], throttledUntil: -1, throttleCheckTimeoutId: null });

describe('the timer of kafkajs’s request queue', () => {
  afterEach(() => jest.useRealTimers());

  it('is armed by kafkajs with nothing pending: the reason for the shim', () => {
    jest.useFakeTimers();
    const queue = idle();
    untouchedQueue().prototype.scheduleCheckPendingRequests.call(queue);
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    expect(jest.getTimerCount()).toBe(1);
  });

  it('stays quiet on an idle connection, and is armed when a request waits', async () => {
    const kafka = createKafka({
      clientId: 'test',
      brokers: kafkaBroker().brokers,
      logger: silent,
    });
    const admin = await kafka.admin();
    await admin.topicNames();
    await admin.disconnect();

    const patched = createRequire(__filename)('kafkajs/src/network/requestQueue') as QueueClass;
    jest.useFakeTimers();
    const queue = { ...idle(), checkPendingRequests: () => undefined };
    patched.prototype.scheduleCheckPendingRequests.call(queue);
    expect(jest.getTimerCount()).toBe(0);
    patched.prototype.scheduleCheckPendingRequests.call({ ...queue, pending: [{}] });
    expect(jest.getTimerCount()).toBe(1);
  });
});
