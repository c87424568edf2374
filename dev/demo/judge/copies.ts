import type { Dossier } from './dossier';
import { named } from './named';
import type { OpenedRecord } from './opened-record';

/** At least once, in order, and every copy the same: what consumers rely on. */
export function copies(dossier: Dossier, mayRepeat: boolean): string[] {
  return byTopic(dossier.records).flatMap(([topic, records]) => [
    ...named('I10', [...oneLane(topic, records), ...inOrder(topic, records)]),
    ...named('I9', [...identical(topic, records), ...(mayRepeat ? [] : once(topic, records))]),
  ]);
}

function byTopic(records: readonly OpenedRecord[]): [string, OpenedRecord[]][] {
  const topics = new Map<string, OpenedRecord[]>();
  for (const record of records)
    topics.set(record.topic, [...(topics.get(record.topic) ?? []), record]);
  return [...topics];
}

function oneLane(topic: string, records: readonly OpenedRecord[]): string[] {
  const lanes = new Set(records.map(({ partition }) => partition));
  return lanes.size > 1 ? [`Its records on ${topic} are on ${lanes.size} partitions.`] : [];
}

function identical(topic: string, records: readonly OpenedRecord[]): string[] {
  const bytes = new Map<string, string>();
  for (const { headers, key, value } of records) {
    const id = headers['ce_id'] ?? '';
    const whole = JSON.stringify([key, value, headers]);
    if ((bytes.get(id) ?? whole) !== whole) return [`Copies of ${id} on ${topic} differ.`];
    bytes.set(id, whole);
  }
  return [];
}

/** The first time that each sequence is seen, none that is lower may still be unseen. */
function inOrder(topic: string, records: readonly OpenedRecord[]): string[] {
  let highest = '';
  const seen = new Set<string>();
  for (const { headers } of records) {
    const sequence = headers['ce_sequence'] ?? '';
    if (sequence < highest && !seen.has(sequence))
      return [`On ${topic} its event ${Number(sequence)} came after ${Number(highest)}.`];
    seen.add(sequence);
    if (sequence > highest) highest = sequence;
  }
  return [];
}

function once(topic: string, records: readonly OpenedRecord[]): string[] {
  const ids = new Set(records.map(({ headers }) => headers['ce_id']));
  const repeats = records.length - ids.size;
  return repeats > 0 ? [`${topic} has ${repeats} of its records twice, and nothing failed.`] : [];
}
