import { setTimeout as sleep } from 'node:timers/promises';

interface Patience {
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/**
 * Asks until the answer is truthy, and answers it. `what` names the awaited thing for the message,
 * which also shows the last answer or error.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T> | T,
  { withinMs = 10_000, everyMs = 50 }: Patience = {},
): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const { answer, error } = await attempt(ask);
    if (answer) return answer;
    if (Date.now() >= deadline)
      throw new Error(`not within ${withinMs} ms: ${what}; last: ${describe(answer, error)}`, {
        cause: error,
      });
    await sleep(everyMs);
  }
}

async function attempt<T>(ask: () => Promise<T> | T): Promise<{ answer?: T; error?: unknown }> {
  try {
    return { answer: await ask() };
  } catch (error) {
    return { error };
  }
}

function describe(answer: unknown, error: unknown): string {
  if (error !== undefined) return error instanceof Error ? error.message : JSON.stringify(error);
  return JSON.stringify(answer) ?? 'undefined';
}
