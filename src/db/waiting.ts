const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 400;

/**
 * Reads a row until it is as wanted, with growing pauses: a workflow writes it, and asking the
 * workflow itself would be billed and need a worker. Answers the last reading when time is up.
 */
export async function waitFor<T>(
  read: () => Promise<T>,
  isReady: (value: T) => boolean,
  limitMs: number,
  stop?: AbortSignal,
): Promise<T> {
  const giveUpAt = Date.now() + limitMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    const value = await read();
    if (isReady(value) || stop?.aborted || Date.now() + pauseMs > giveUpAt) return value;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
