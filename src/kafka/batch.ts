import type { WireRecord } from './ports';

/** A record on its way, and whom to tell. Told in the very tick in which it leaves the queue. */
export interface Job {
  record: WireRecord;
  bytes: number;
  settle(error?: Error): void;
}

const MAX_RECORDS = 500;
// The records of one partition travel as one message set, which brokers limit to 1 MB.
export const MAX_BYTES = 900_000;

/** Takes the head of the queue. */
export function takeBatch(queue: Job[]): Job[] {
  let bytes = 0;
  let count = 0;
  for (const job of queue.slice(0, MAX_RECORDS)) {
    bytes += job.bytes;
    if (count > 0 && bytes > MAX_BYTES) break;
    count += 1;
  }
  return queue.splice(0, count);
}

export function bytesOf({ key, value, headers }: WireRecord): number {
  const pairs = Object.entries(headers).flatMap(([name, value]) => [name, value].flat());
  return [key ?? '', value ?? '', ...pairs].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

/** Kafka keeps the order of one key in one topic, and so do we. */
export function orderOf({ topic, key }: WireRecord): string {
  return `${topic}\n${String(key)}`;
}

/** In the order of first appearance; a group keeps its items' order. */
export function groupBy<T>(items: readonly T[], by: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(by(item));
    if (group) group.push(item);
    else groups.set(by(item), [item]);
  }
  return groups;
}
