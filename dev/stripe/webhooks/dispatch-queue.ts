/** So many at once to one endpoint; the others wait their turn, in order. */
const MOST_AT_ONCE = 20;

export function createDispatchQueue() {
  let waiting: (() => Promise<void>)[] = [];
  let active = 0;
  let paused = false;

  function pump(): void {
    while (!paused && active < MOST_AT_ONCE) {
      const work = waiting.shift();
      if (!work) return;
      active += 1;
      void work().finally(() => {
        active -= 1;
        pump();
      });
    }
  }

  return {
    /** After the current act, so that an answer is never held up by its webhooks. */
    push(work: () => Promise<void>) {
      waiting.push(work);
      setImmediate(pump);
    },
    pause: () => void (paused = true),
    resume() {
      paused = false;
      pump();
    },
    isPaused: () => paused,
    length: () => waiting.length + active,
    clear: () => void (waiting = []),
  };
}
