const MINUTE = 60_000;

/** src/workflows/pauses.ts. */
export function growingPauses(longestMs = 60 * MINUTE): () => number {
  let next = MINUTE;
  return () => {
    const pauseMs = next;
    next = Math.min(2 * next, longestMs);
    return pauseMs;
  };
}
