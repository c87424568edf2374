import type { ReceivedRecord, WireRecord } from '../kafka/ports';
import { textHeaders, type Letter } from './letter';

/** That a letter was sent on its way again. */
export interface Replay {
  /** The topic that it went to. */
  readonly to: string;
  readonly at: string;
}

const NOTE = 'dlq-replayed-letter';

/**
 * Lies in the dead letters' own topic, behind the letter that it is about: it is forgotten no
 * earlier than the letter, and needs no other store. No letter can pass for one: the headers `dlq-*`
 * that a record came with are not kept.
 */
export function noteOf(letter: Letter, deadLetters: string, { to, at }: Replay): WireRecord {
  return {
    ...{ topic: deadLetters, partition: letter.partition, key: letter.id, value: null },
    headers: { [NOTE]: letter.id, 'dlq-replayed-to': to, 'dlq-replayed-at': at },
  };
}

/** Undefined: it is no note. */
export function noteIn({ headers }: ReceivedRecord): (Replay & { letter: string }) | undefined {
  const words = textHeaders(headers);
  const letter = words.get(NOTE);
  if (letter === undefined) return undefined;
  const [to = '', at = ''] = [words.get('dlq-replayed-to'), words.get('dlq-replayed-at')];
  return { letter, to, at };
}
