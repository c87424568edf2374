/** The signs of life of a consumer's membership. */
export interface Pulse {
  joined(assignment: Readonly<Record<string, readonly number[]>>): void;
  beat(): void;
  lost(): void;
  /** In ms; undefined while there is no membership. */
  age(): number | undefined;
  /** Heartbeats since the last membership began: a consumer that has none may be crashing always. */
  beats(): number;
  assignment(): Readonly<Record<string, readonly number[]>>;
}

export function createPulse(): Pulse {
  let lastAt: number | undefined;
  let beats = 0;
  let assignment: Readonly<Record<string, readonly number[]>> = {};
  return {
    joined(assigned) {
      lastAt = performance.now();
      assignment = assigned;
    },
    beat() {
      lastAt = performance.now();
      beats += 1;
    },
    lost() {
      lastAt = undefined;
      beats = 0;
      assignment = {};
    },
    age: () => (lastAt === undefined ? undefined : performance.now() - lastAt),
    beats: () => beats,
    assignment: () => assignment,
  };
}
