import { CompressionCodecs, CompressionTypes } from 'kafkajs';
import { lz4Decoded } from './lz4';
import { snappyDecoded } from './snappy';
import { UnreadableBatch, spanBefore } from './unreadable-batch';
import { zstdDecoded } from './zstd';

/**
 * kafkajs reads gzip only, and a record that is compressed otherwise ends its consumer. Java's
 * producers compress by a setting, and so do topics (`compression.type`). In JavaScript throughout:
 * a native package would have to be there for every machine that this one runs on.
 */
interface Codec {
  compress(records: { buffer: Buffer }): Promise<Buffer>;
  decompress(records: Buffer): Promise<Buffer>;
}

type Decode = (records: Buffer, maxBytes: number) => Buffer;

// Brokers take batches of 1 MB, compressed. One that becomes as large as this is an attack.
const MAX_BYTES = 128 << 20;

const DECODERS = [
  ['snappy', CompressionTypes.Snappy, snappyDecoded],
  ['lz4', CompressionTypes.LZ4, lz4Decoded],
  ['zstd', CompressionTypes.ZSTD, zstdDecoded],
] as const;
// What the three bits of a batch can name besides.
const UNKNOWN = [5, 6, 7];

const codecs = CompressionCodecs as Record<number, (() => unknown) | undefined>;

for (const [name, type, decode] of DECODERS) {
  const codec = codecOf(name, decode);
  if (!isThere(type)) codecs[type] = () => codec;
}
for (const type of UNKNOWN) {
  const codec = codecOf(`compression ${type}`, () => {
    throw new Error('no such compression is known');
  });
  codecs[type] ??= () => codec;
}

/** The process may have brought its own; kafkajs' placeholders throw. */
function isThere(type: number): boolean {
  try {
    return codecs[type]?.() !== undefined;
  } catch {
    return false;
  }
}

function codecOf(name: string, decode: Decode): Codec {
  const decompressed = (records: Buffer): Buffer => {
    try {
      return decode(records, MAX_BYTES);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new UnreadableBatch(`${name}: ${why}`, { span: spanBefore(records), cause });
    }
  };
  return {
    compress: () => Promise.reject(new Error(`${name} can be read, not written: use gzip or none`)),
    // In a promise, that it rejects instead of throwing.
    decompress: (records) => new Promise((resolve) => resolve(decompressed(records))),
  };
}
