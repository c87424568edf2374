import type { IHeaders } from 'kafkajs';
import type { PoisonRecord } from './poison-record';
import type { RawRecord } from './raw-record';

/** The poisonous record as it was received, with text headers that say why it lies here. */
export interface DeadLetter {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** Resolves when the dead letter is acknowledged; only then is the original's offset given up. */
export interface DeadLetters {
  publish(letter: DeadLetter): Promise<void>;
}

interface Circumstances {
  readonly groupId: string;
  readonly attempts: number;
  readonly failedAt: Date;
}

const MAX_MESSAGE = 1_000;

export function deadLetterOf(
  record: RawRecord,
  error: PoisonRecord,
  { groupId, attempts, failedAt }: Circumstances,
): DeadLetter {
  return {
    key: record.key,
    value: record.value,
    headers: {
      ...originalHeaders(record.rawHeaders),
      'dlq-original-topic': record.topic,
      'dlq-original-partition': String(record.partition),
      'dlq-original-offset': record.offset,
      'dlq-original-timestamp': String(record.timestampMs),
      'dlq-consumer-group': groupId,
      'dlq-reason': error.reason,
      'dlq-error-class': classOf(error),
      'dlq-error-message': redacted(error.message).slice(0, MAX_MESSAGE),
      'dlq-attempts': String(attempts),
      'dlq-failed-at': failedAt.toISOString(),
      'dlq-replay-count': record.headers['dlq-replay-count'] ?? '0',
    },
  };
}

/** A replayed record comes with the words of its last death: these make way for the new ones. */
function originalHeaders(headers: IHeaders): IHeaders {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !name.startsWith('dlq-'))
      // kafkajs can read a header without a value, but not write one.
      .map(([name, value]) => [name, value ?? Buffer.alloc(0)]),
  );
}

function classOf(error: PoisonRecord): string {
  return error.cause instanceof Error ? error.cause.name : error.name;
}

/** A last net: messages should not quote contents at all. */
function redacted(message: string): string {
  return message
    .replaceAll(/\S+_secret_\S+/g, '[secret]')
    .replaceAll(/\b(sk|rk|whsec)_\S+/g, '[key]')
    .replaceAll(/[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+/g, '[address]')
    .replaceAll(/\b\d[\d -]{11,}\d\b/g, '[number]');
}
