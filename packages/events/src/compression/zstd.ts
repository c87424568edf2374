import { Decompress } from 'fzstd';

/** Piece by piece, since a frame need not say how long its content is. */
export function zstdDecoded(data: Buffer, maxBytes: number): Buffer {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const frames = new Decompress((piece) => {
    bytes += piece.length;
    if (bytes > maxBytes) throw new Error(`more than ${maxBytes} bytes when decompressed`);
    pieces.push(piece);
  });
  frames.push(data, true);
  return Buffer.concat(pieces, bytes);
}
