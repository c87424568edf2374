import { setTimeout as pause } from 'node:timers/promises';

interface Polling {
  /** One look; true when there is more than it could take: then the next comes at once. */
  pass: () => Promise<boolean>;
  intervalMs: number;
  onError: (error: unknown) => void;
}

/** Looks again and again until it is stopped, whatever a look has thrown. */
export function createPoller({ pass, intervalMs, onError }: Polling) {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const more = await pass().catch((error: unknown) => {
        onError(error);
        return false;
      });
      if (!more) await pause(intervalMs, undefined, stopping).catch(() => undefined);
    }
  }

  return {
    start(): void {
      running ??= run();
    },
    /** Ends after the look in hand. */
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}
