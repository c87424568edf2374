/** Offsets of the records of one batch. */
interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

/** What Kafka has handed over cannot be made records again: not by a repetition, nor by waiting. */
export class UnreadableBatch extends Error {
  /** kafkajs would ask eight times more for the same bytes. */
  readonly retriable = false;
  /** Where the batch lies, as far as it says so itself. */
  readonly span: Span | undefined;

  constructor(message: string, { span, cause }: { span?: Span | undefined; cause?: unknown } = {}) {
    super(message, { cause });
    this.name = 'UnreadableBatch';
    this.span = span;
  }
}

// Of a batch of Kafka's format 2, which is the only one since Kafka 4.
const HEAD_BYTES = 61;
const LENGTH_COVERS_FROM = 12;

/**
 * The offsets stand in the batch's head, right before its compressed records: kafkajs hands a codec
 * a view into the answer. Undefined where what stands there is no such head.
 */
export function spanBefore(records: Buffer): Span | undefined {
  if (records.byteOffset < HEAD_BYTES) return undefined;
  const head = Buffer.from(records.buffer, records.byteOffset - HEAD_BYTES, HEAD_BYTES);
  const bytes = head.readInt32BE(8) + LENGTH_COVERS_FROM;
  if (head.readInt8(16) !== 2 || bytes !== HEAD_BYTES + records.length) return undefined;
  const first = head.readBigInt64BE(0);
  return { first, last: first + BigInt(head.readInt32BE(23)) };
}
