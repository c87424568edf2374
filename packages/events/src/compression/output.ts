/** Bytes that grow, up to a limit, and may repeat what they hold already. */
export interface Output {
  append(bytes: Buffer): void;
  /** `length` bytes, beginning so far back; also of what it is only just writing. */
  repeat(back: number, length: number): void;
  bytes(): Buffer;
}

const FIRST_BYTES = 1 << 16;

export function createOutput(maxBytes: number): Output {
  let buffer = Buffer.allocUnsafe(FIRST_BYTES);
  let length = 0;

  function makeRoom(more: number): void {
    const needed = length + more;
    if (needed > maxBytes) throw new Error(`more than ${maxBytes} bytes when decompressed`);
    if (needed <= buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, buffer.length * 2));
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  }

  return {
    append(bytes) {
      makeRoom(bytes.length);
      buffer.set(bytes, length);
      length += bytes.length;
    },
    repeat(back, count) {
      if (back === 0 || back > length) throw new Error('it refers to what is not there');
      makeRoom(count);
      for (const end = length + count; length < end; length += 1)
        buffer[length] = buffer[length - back]!;
    },
    bytes: () => buffer.subarray(0, length),
  };
}
