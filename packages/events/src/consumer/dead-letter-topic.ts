import { CompressionTypes, Partitioners, type Kafka, type Message, type Producer } from 'kafkajs';
import { RETRY } from './connection';
import type { DeadLetter, DeadLetters } from './dead-letter';
import { isTooLarge } from './faults';
import type { Logger } from './logger';

/**
 * One dead letter in flight, and a new producer after any rejection: concurrent or repeated sends
 * of an idempotent kafkajs producer lose what was acknowledged (kafkajs#1005). It connects when
 * there is something to send.
 */
export function createDeadLetterTopic(
  kafka: Kafka,
  topic: string,
  logger: Logger,
): DeadLetters & { close(): Promise<void> } {
  let last = Promise.resolve();
  let producer: Promise<Producer> | undefined;

  async function connected(): Promise<Producer> {
    const fresh = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: RETRY,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await fresh.connect();
    return fresh;
  }

  async function send(message: Message, compression = CompressionTypes.None): Promise<void> {
    const present = (producer ??= connected());
    try {
      await (await present).send({ topic, acks: -1, compression, messages: [message] });
    } catch (error) {
      producer = undefined;
      present.then((bad) => bad.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  /** With its new headers, a record as large as its topic allows may not fit: never a dead end. */
  async function deliver({ key, value, headers }: DeadLetter): Promise<void> {
    const message = { key, value, headers };
    try {
      return await send(message);
    } catch (error) {
      if (!isTooLarge(error)) throw error;
    }
    try {
      return await send(message, CompressionTypes.GZIP);
    } catch (error) {
      if (!isTooLarge(error)) throw error;
    }
    logger.error({ topic }, 'a dead letter is too large for its topic: only its headers are kept');
    await send({ key, value: null, headers: { ...headers, 'dlq-value': 'too large' } });
  }

  return {
    publish(letter) {
      const delivered = last.then(() => deliver(letter));
      last = delivered.catch(() => undefined);
      return delivered;
    },
    async close() {
      await last;
      await producer?.then((open) => open.disconnect()).catch(() => undefined);
    },
  };
}
