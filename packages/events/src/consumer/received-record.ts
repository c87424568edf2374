/** One record as Kafka handed it over. */
export interface ReceivedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Of repeated headers the last one counts. */
  readonly headers: Readonly<Record<string, string>>;
  /** The record's own time, in ms: the producer's or the broker's, as the topic says. */
  readonly timestampMs: number;
}

/**
 * Applies one record, idempotently: it may come again. Returning means that it is done. A
 * `PoisonRecord` goes to the dead letters; any other error is tried again in place, with back-off,
 * and nothing of its key overtakes it.
 */
export type Handle = (record: ReceivedRecord, stopping: AbortSignal) => Promise<void>;
