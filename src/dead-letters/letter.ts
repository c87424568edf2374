import { createHash } from 'node:crypto';
import type { Headers, ReceivedRecord } from '../kafka/ports';
import type { Replay } from './replay-note';

/**
 * A dead letter as it lies in its topic (kafka.md section 6). Whoever may write there may have
 * written anything: what cannot be read is absent.
 */
export interface Letter {
  /** Its offset; in a topic with more partitions than the catalogue's one, `partition:offset`. */
  readonly id: string;
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Of the value; absent if there is none. */
  readonly bytes?: number;
  readonly sha256: string;
  /** Those that the record came with. */
  readonly headers: Headers;
  readonly original?: Place;
  readonly reason?: string;
  readonly errorClass?: string;
  readonly errorMessage?: string;
  readonly group?: string;
  readonly attempts?: string;
  readonly failedAt: Date;
  /** The value was too large for the topic: only the original's place is known. */
  readonly cut: boolean;
  /** How often it was replayed before this death. */
  readonly deaths: number;
  /** Since this death; the last one comes last. */
  readonly replays: readonly Replay[];
}

export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The record's own time. A webhook's signature is only good at that time. */
  readonly timestampMs?: number;
}

export function idOf({ partition, offset }: Pick<ReceivedRecord, 'partition' | 'offset'>): string {
  return partition === 0 ? offset : `${partition}:${offset}`;
}

export function letterOf(record: ReceivedRecord): Letter {
  const words = textHeaders(record.headers);
  const original = placeIn(words);
  const failedAt = Date.parse(words.get('dlq-failed-at') ?? '');
  return {
    id: idOf(record),
    partition: record.partition,
    key: record.key,
    value: record.value,
    ...given('bytes', record.value?.length),
    sha256: createHash('sha256')
      .update(record.value ?? '')
      .digest('hex'),
    headers: originalHeaders(record.headers),
    ...(original && { original }),
    ...given('reason', words.get('dlq-reason')),
    ...given('errorClass', words.get('dlq-error-class')),
    ...given('errorMessage', words.get('dlq-error-message')),
    ...given('group', words.get('dlq-consumer-group')),
    ...given('attempts', words.get('dlq-attempts')),
    failedAt: new Date(Number.isNaN(failedAt) ? record.timestampMs : failedAt),
    cut: words.has('dlq-value'),
    deaths: countIn(words.get('dlq-replay-count')) ?? 0,
    replays: [],
  };
}

/** How often it has been sent on its way again, in all. */
export function replayCount({ deaths, replays }: Letter): number {
  return deaths + replays.length;
}

/** As they are found on the wire: of repeated headers the last one counts. */
export function textHeaders(headers: Headers): Map<string, string> {
  const pairs = Object.entries(headers);
  return new Map(pairs.map(([name, value]) => [name, String(lastOf(value) ?? '')]));
}

function lastOf(value: Headers[string]): string | Buffer | undefined {
  return typeof value === 'string' || Buffer.isBuffer(value) ? value : value.at(-1);
}

function originalHeaders(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('dlq-')));
}

function placeIn(words: ReadonlyMap<string, string>): Place | undefined {
  const topic = words.get('dlq-original-topic');
  const partition = countIn(words.get('dlq-original-partition'));
  const offset = countIn(words.get('dlq-original-offset'));
  const timestampMs = countIn(words.get('dlq-original-timestamp'));
  if (!topic || partition === undefined || offset === undefined) return undefined;
  return { topic, partition, offset, ...given('timestampMs', timestampMs) };
}

function countIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function given<K extends string, T>(name: K, value: T | undefined): { [key in K]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { [key in K]?: T };
}
