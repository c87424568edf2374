import { setTimeout as pause } from 'node:timers/promises';

/** Waits until `read` gives something true; says what it waited for when it never does. */
export async function eventually<T>(
  what: string,
  read: () => T | Promise<T>,
  withinMs = 10_000,
): Promise<Exclude<NonNullable<T>, false>> {
  const end = Date.now() + withinMs;
  for (;;) {
    const value = await read();
    if (value) return value as Exclude<NonNullable<T>, false>;
    if (Date.now() > end) throw new Error(`Waited ${withinMs} ms in vain for ${what}.`);
    await pause(10);
  }
}
