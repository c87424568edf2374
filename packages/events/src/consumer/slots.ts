export interface Slots {
  /** Waits for a free slot and holds it while the work lasts. */
  within<T>(work: () => Promise<T>): Promise<T>;
}

/** So many handlers at a time, first come first served. */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    async within(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
