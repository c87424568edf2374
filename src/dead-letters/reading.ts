import { randomUUID } from 'node:crypto';
import type { KafkaClient } from '../kafka/ports';
import { letterOf, type Letter } from './letter';
import { noteIn, type Replay } from './replay-note';

interface ReadingOptions {
  readonly kafka: Pick<KafkaClient, 'admin' | 'snapshot'>;
  /** Their topic, by its name on the wire. */
  readonly topic: string;
  /** Groups of these readers begin with it, so that one rule can let them in. */
  readonly groupPrefix: string;
  /** Of other letters the value is dropped as soon as it is counted: there may be many. */
  readonly keepValue: (letter: Letter) => boolean;
  readonly stopping?: AbortSignal;
}

/** All letters that lie there now, as they were written. Undefined: Kafka has no such topic. */
export async function readLetters(options: ReadingOptions): Promise<Letter[] | undefined> {
  const { kafka, topic, groupPrefix, keepValue, stopping } = options;
  if (!(await exists(kafka, topic))) return undefined;
  const letters = new Map<string, Letter>();
  const replays = new Map<string, Replay[]>();
  await kafka.snapshot(topic, {
    groupId: `${groupPrefix}-dead-letters-${randomUUID().slice(0, 8)}`,
    onRecord(record) {
      const note = noteIn(record);
      if (note) {
        const { letter, ...replay } = note;
        replays.set(letter, [...(replays.get(letter) ?? []), replay]);
        return;
      }
      const letter = letterOf(record);
      letters.set(letter.id, keepValue(letter) ? letter : { ...letter, value: null });
    },
    ...(stopping && { stopping }),
  });
  return [...letters.values()].map((letter) => ({
    ...letter,
    replays: replays.get(letter.id) ?? [],
  }));
}

async function exists(kafka: Pick<KafkaClient, 'admin'>, topic: string): Promise<boolean> {
  const admin = await kafka.admin();
  try {
    return (await admin.topicNames()).includes(topic);
  } finally {
    await admin.disconnect();
  }
}
