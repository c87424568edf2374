import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Message } from 'kafkajs';
import { brokers, makeTopic, readAll, withAdmin } from '../support/broker';

/** Dead letters, topics and what is in them, apart from the code under test. */
const ROOT = join(__dirname, '..', '..');

export interface Shelf {
  readonly prefix: string;
  readonly deadLetters: string;
  /** Their topic's name on the wire. */
  readonly topic: (name: string) => string;
  readonly dlq: (...given: string[]) => Promise<Ended>;
}

export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Dead letters of one's own, and the command for them. */
export async function newShelf(partitions = 1): Promise<Shelf> {
  const prefix = `${randomUUID().slice(0, 8)}.`;
  const topic = (name: string) => `${prefix}${name}`;
  const deadLetters = topic('payment-events-dlq');
  await makeTopic(deadLetters, partitions);
  return { prefix, deadLetters, topic, dlq: (...given) => dlq(given, prefix) };
}

export function dlq(
  given: readonly string[],
  prefix: string,
  changed: Record<string, string> = {},
): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_TOPIC_PREFIX: prefix,
    KAFKA_GROUP_ID: `${prefix}payment-service`,
    ...changed,
  };
  const args = ['--import', 'tsx', 'src/dead-letters.ts', ...given];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

interface Died {
  topic: string;
  partition?: number;
  offset?: number;
  timestamp?: string;
  reason?: string;
  replayCount?: number;
  failedAt?: string;
}

/** A message as the consumers' library writes it when a record dies. */
export function letter(message: Message, died: Died): Message {
  return {
    ...message,
    headers: {
      ...message.headers,
      'dlq-original-topic': died.topic,
      'dlq-original-partition': String(died.partition ?? 0),
      'dlq-original-offset': String(died.offset ?? 0),
      'dlq-original-timestamp': died.timestamp ?? '1772615730120',
      'dlq-consumer-group': 'payment-service-payments',
      'dlq-reason': died.reason ?? 'schema',
      'dlq-error-class': 'PoisonRecord',
      'dlq-error-message': 'amount: must be a number',
      'dlq-attempts': '1',
      'dlq-failed-at': died.failedAt ?? '2026-03-04T09:15:31.000Z',
      'dlq-replay-count': String(died.replayCount ?? 0),
    },
  };
}

export const valuesIn = async (topic: string): Promise<string[]> =>
  (await readAll(topic)).map(({ value }) => String(value));

/** Groups that Kafka knows whose name begins so. */
export async function groupsOf(prefix: string): Promise<string[]> {
  const { groups } = await withAdmin((admin) => admin.listGroups());
  return groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix));
}
