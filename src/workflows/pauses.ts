const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Pauses between readings that no news asked for: a minute at first, an hour in the end. What is
 * waited for may take days, and each reading costs two actions and makes the history longer.
 */
export function growingPauses(longestMs = HOUR): () => number {
  let next = MINUTE;
  return () => {
    const pauseMs = next;
    next = Math.min(2 * next, longestMs);
    return pauseMs;
  };
}
