import { pino } from 'pino';
import { createKafka, type KafkaOptions } from '../../src/kafka/client';
import type { OutRecord } from '../../src/kafka/contracts';
import { Publisher } from '../../src/kafka/publisher';
import { createWire, type Wire } from './wire';

export const silent = pino({ level: 'silent' });

/** A publisher on a wire that can be cut. */
export function publisherOn(
  brokers: readonly string[],
  { maxQueued, ...options }: Partial<KafkaOptions> & { maxQueued?: number } = {},
): { publisher: Publisher; wire: Wire } {
  const wire = createWire();
  const kafka = createKafka({
    clientId: 'test',
    brokers,
    logger: silent,
    socketFactory: wire.socketFactory,
    ...options,
  });
  const limit = maxQueued === undefined ? {} : { maxQueued };
  return { publisher: new Publisher({ kafka, logger: silent, ...limit }), wire };
}

export function recordOf(topic: string, key: string, sequence: number): OutRecord {
  return {
    topic,
    key,
    value: JSON.stringify({ key, sequence, filling: 'x'.repeat(400) }),
    headers: { ce_id: `${key}-${sequence}`, ce_sequence: String(sequence).padStart(10, '0') },
  };
}

const INSISTENCE_MS = 45_000;

/** Repeats the same record until Kafka acknowledges it, as the sweep does; not for ever, as it does. */
export async function insist(publish: () => Promise<void>): Promise<void> {
  const giveUpAt = Date.now() + INSISTENCE_MS;
  for (;;) {
    try {
      return await publish();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
    }
  }
}
