/** Told what a part is doing, whenever that takes long enough for a person to wonder. */
export type Progress = (part: string, message: string) => void;

const OFTEN_MS = 15_000;

/** Says what is being done and why, goes on saying so, and in the end how long it took. */
export async function announced<T>(
  progress: Progress,
  part: string,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = Date.now();
  const elapsed = () => `${Math.round((Date.now() - startedAt) / 1_000)} s`;
  progress(part, `${what} …`);
  const pulse = setInterval(() => progress(part, `${what} … ${elapsed()}`), OFTEN_MS);
  try {
    const result = await work();
    progress(part, `${what}: done in ${elapsed()}`);
    return result;
  } finally {
    clearInterval(pulse);
  }
}
