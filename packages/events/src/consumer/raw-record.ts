import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { ReceivedRecord } from './received-record';

/** What was received, to the byte: a dead letter repeats it. */
export interface RawRecord extends ReceivedRecord {
  readonly rawHeaders: IHeaders;
}

export function rawRecord(topic: string, partition: number, message: KafkaMessage): RawRecord {
  const rawHeaders = message.headers ?? {};
  return {
    topic,
    partition,
    offset: message.offset,
    key: message.key,
    value: message.value,
    headers: Object.fromEntries(
      Object.entries(rawHeaders).map(([name, value]) => [name, lastOf(value)]),
    ),
    rawHeaders,
    timestampMs: Number(message.timestamp),
  };
}

function lastOf(value: IHeaders[string]): string {
  return String((Array.isArray(value) ? value.at(-1) : value) ?? '');
}
