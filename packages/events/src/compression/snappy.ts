import { uncompress } from 'snappyjs';

// Java's clients and the brokers cut their records into chunks, each compressed by itself.
const JAVA = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const JAVA_HEAD_BYTES = 16;

/** As Java's clients write it, or plain, as others do. */
export function snappyDecoded(data: Buffer, maxBytes: number): Buffer {
  if (!data.subarray(0, JAVA.length).equals(JAVA)) return uncompress(data, maxBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for (let at = JAVA_HEAD_BYTES; at < data.length;) {
    const from = at + 4;
    at = from + data.readUInt32BE(at);
    if (at > data.length) throw new Error('the last chunk is cut off');
    const chunk = uncompress(data.subarray(from, at), maxBytes - bytes);
    bytes += chunk.length;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}
