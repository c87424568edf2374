import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompressionCodecs, CompressionTypes } from 'kafkajs';
import '../../packages/events/src/compression/codecs';
import { lz4Decoded } from '../../packages/events/src/compression/lz4';
import { snappyDecoded } from '../../packages/events/src/compression/snappy';
import { UnreadableBatch } from '../../packages/events/src/compression/unreadable-batch';
import { zstdDecoded } from '../../packages/events/src/compression/zstd';

const LIMIT = 1 << 20;
const FOLDER = join(__dirname, 'fixtures/compression');

/** What the fixtures hold, by the tools `lz4` 1.9.4 and `zstd` 1.5.4, and snappy-java 1.1.10. */
const LINES = Array.from({ length: 2_500 }, (_, n) =>
  JSON.stringify({
    n,
    bookingId: `bk-${n % 50}`,
    amount: (n % 97) * 100,
    note: 'x'.repeat(n % 40),
  }),
).join('\n');
const NOISE = noise(1_000);

const decoders = { lz4: lz4Decoded, zst: zstdDecoded, snappy: snappyDecoded };
type Format = keyof typeof decoders;
const fixture = (name: string) => readFileSync(join(FOLDER, name));
const decoded = (name: string, data = fixture(name), limit = LIMIT) =>
  decoders[name.split('.').at(-1) as Format](data, limit);

describe.each([
  ['one-block.lz4', 'one block, and no checksum'],
  ['linked.lz4', 'blocks that refer to the ones before'],
  ['checked.lz4', 'a checksum behind each block, and the size at the beginning'],
  ['sized.zst', 'the size at the beginning'],
  ['streamed.zst', 'no size at all'],
  ['plain.snappy', 'no framing, as other clients send it'],
  ['java.snappy', "Java's framing"],
])('%s: %s', (name) => {
  it('is read to the byte', () => {
    // Not shown where they differ: that would take minutes.
    expect(decoded(name).equals(Buffer.from(LINES))).toBe(true);
  });

  it('is refused where its end is missing, and says why', () => {
    expect(() => decoded(name, fixture(name).subarray(0, -500))).toThrow(/\w+/);
  });

  it('is refused beyond a limit, before it has taken the memory', () => {
    expect(() => decoded(name, fixture(name), 1_000)).toThrow(/1000|too big/);
  });
});

it.each(['two-frames.lz4', 'two-frames.zst'])('%s: frames follow each other', (name) => {
  expect(decoded(name).equals(Buffer.concat([NOISE, Buffer.from(LINES)]))).toBe(true);
});

it('reads nothing as nothing', () => {
  for (const decode of [lz4Decoded, zstdDecoded])
    expect(decode(Buffer.alloc(0), LIMIT)).toEqual(Buffer.alloc(0));
});

it.each([
  ['another format', 'zstd', fixture('one-block.lz4')],
  [
    'a reference to what is not there',
    'lz4',
    Buffer.from('04224d1860408204000000107805000000000000', 'hex'),
  ],
])('what is no batch is refused: %s', async (_, name, data) => {
  const type = name === 'lz4' ? CompressionTypes.LZ4 : CompressionTypes.ZSTD;
  await expect(codecOf(type).decompress(data)).rejects.toThrow(UnreadableBatch);
  await expect(codecOf(type).decompress(data)).rejects.toThrow(`${name}: `);
});

describe('the codecs', () => {
  it.each(['Snappy', 'LZ4', 'ZSTD'] as const)('%s is not written, and says so', async (name) => {
    await expect(codecOf(CompressionTypes[name]).compress()).rejects.toThrow('use gzip or none');
  });

  it.each([5, 6, 7])('compression %i, of which nobody knows, is named', async (type) => {
    await expect(codecOf(type).decompress(Buffer.alloc(10))).rejects.toThrow(
      `compression ${type}: no such compression is known`,
    );
  });

  it("leave the process's own in place", () => {
    const own = { compress: () => undefined };
    jest.isolateModules(() => {
      const fresh = jest.requireActual<{ CompressionCodecs: typeof CompressionCodecs }>('kafkajs');
      fresh.CompressionCodecs[CompressionTypes.Snappy] = () => own;
      jest.requireActual('../../packages/events/src/compression/codecs');
      expect(fresh.CompressionCodecs[CompressionTypes.Snappy]()).toBe(own);
      expect(fresh.CompressionCodecs[CompressionTypes.LZ4]()).not.toBe(own);
    });
  });
});

interface Codec {
  compress(): Promise<Buffer>;
  decompress(data: Buffer): Promise<Buffer>;
}

function codecOf(type: number): Codec {
  return (CompressionCodecs as Record<number, () => Codec>)[type]!();
}

function noise(bytes: number): Buffer {
  let x = 1;
  return Buffer.from(Array.from({ length: bytes }, () => (x = (x * 48_271) % 2_147_483_647) & 255));
}
