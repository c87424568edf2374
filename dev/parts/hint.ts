/** Adds to a failure what the user could do instead. */
export async function withHint<T>(work: Promise<T>, hint: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}\n${hint}`, { cause: error });
  }
}
