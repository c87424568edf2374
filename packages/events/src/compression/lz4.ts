import { createOutput, type Output } from './output';

/**
 * LZ4's frame format, as Kafka has it. Written here because the packages that know frames are either
 * native, or kept by nobody and wrong about block checksums. The format is frozen. Checksums are
 * passed over, as kafkajs passes over those of the batches themselves.
 */
const FRAME = 0x184d2204;
const SKIPPED_FRAME = 0x184d2a5;
const STORED = 0x8000_0000;

const FLAGS = {
  dictionary: 0x01,
  contentChecksum: 0x04,
  contentSize: 0x08,
  blockChecksums: 0x10,
  version: 0xc0,
};
const VERSION_1 = 0x40;

const MIN_MATCH = 4;
const GOES_ON = 15;

export function lz4Decoded(data: Buffer, maxBytes: number): Buffer {
  const output = createOutput(maxBytes);
  for (let at = 0; at < data.length;) at = readFrame(data, at, output);
  return output.bytes();
}

/** Answers where the frame ends. */
function readFrame(data: Buffer, start: number, output: Output): number {
  const magic = data.readUInt32LE(start);
  if (magic >>> 4 === SKIPPED_FRAME) return start + 8 + data.readUInt32LE(start + 4);
  if (magic !== FRAME) throw new Error('no frame of LZ4 begins here');
  const flags = data.readUInt8(start + 4);
  const has = (flag: number) => (flags & flag) !== 0;
  if ((flags & FLAGS.version) !== VERSION_1) throw new Error('an unknown version of the format');
  if (has(FLAGS.dictionary)) throw new Error('it needs a dictionary');
  let at = start + 7 + (has(FLAGS.contentSize) ? 8 : 0);
  for (;;) {
    const size = data.readUInt32LE(at);
    at += 4;
    if (size === 0) return at + (has(FLAGS.contentChecksum) ? 4 : 0);
    const end = at + (size & ~STORED);
    if (end > data.length) throw new Error('a block is cut off');
    const block = data.subarray(at, end);
    if ((size & STORED) === 0) readBlock(block, output);
    else output.append(block);
    at = end + (has(FLAGS.blockChecksums) ? 4 : 0);
  }
}

/** Literals, then a repetition of what came before, and so on; at last literals only. */
function readBlock(block: Buffer, output: Output): void {
  let at = 0;
  const lengthOf = (begun: number): number => {
    let length = begun;
    if (begun === GOES_ON)
      for (let more = 255; more === 255; length += more) more = block.readUInt8(at++);
    return length;
  };
  while (at < block.length) {
    const token = block.readUInt8(at++);
    const literals = lengthOf(token >>> 4);
    if (at + literals > block.length) throw new Error('literals are cut off');
    output.append(block.subarray(at, at + literals));
    at += literals;
    if (at === block.length) return;
    const back = block.readUInt16LE(at);
    at += 2;
    output.repeat(back, lengthOf(token & 0x0f) + MIN_MATCH);
  }
}
