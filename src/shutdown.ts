import type { Logger } from './logger';

/**
 * Runs the steps in order on SIGTERM or SIGINT, then exits. A hard deadline over all of them: a
 * stuck dependency must not keep a process alive that the platform wants gone.
 */
export function stopOnSignal(
  logger: Logger,
  steps: readonly (readonly [name: string, stop: () => Promise<unknown>])[],
  deadlineMs = 30_000,
): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error('did not stop in time');
      process.exit(1);
    }, deadlineMs).unref();
    for (const [name, step] of steps) {
      await step().catch((error: unknown) =>
        logger.error({ err: error, step: name }, 'stop failed'),
      );
    }
    logger.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}
