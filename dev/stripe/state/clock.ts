/** Simulator time in Unix seconds: real time plus what the controls added. It never goes back. */
export type Clock = ReturnType<typeof createClock>;

export function createClock(realNowMs: () => number = Date.now) {
  let offsetSeconds = 0;
  const real = () => Math.floor(realNowMs() / 1000);
  return {
    now: () => real() + offsetSeconds,
    realNowMs,
    offsetSeconds: () => offsetSeconds,
    setOffset(seconds: number) {
      offsetSeconds = seconds;
    },
  };
}

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
