/** What a command has from its caller's terminal. */
export interface Terminal {
  readonly say: (text: string) => void;
  /** With the seconds since the start. */
  readonly progress: (text: string) => void;
  /** Aborted by Ctrl-C, and after `limitMs`. */
  readonly signal: AbortSignal;
  readonly stopAfter: (limitMs: number) => void;
}

/** Runs a command to its exit code: 0 when all went well, 1 when not. An error is told by its message. */
export function runCommand(main: (terminal: Terminal) => Promise<boolean>): void {
  const startedAt = Date.now();
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  const progress = (text: string) =>
    say(`${((Date.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${text}`);
  const stopping = new AbortController();
  const stop = (why: string) => () => stopping.abort(new Error(why));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, stop('stopped before its end'));
  const stopAfter = (limitMs: number) => void setTimeout(stop('it took too long'), limitMs).unref();
  main({ say, progress, signal: stopping.signal, stopAfter }).then(
    (allWell) => process.exit(allWell ? 0 : 1),
    (error: unknown) => {
      process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
}

/** What comes first: the end of the work, or the wish to stop. */
export function unlessStopped<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const stopped = new Promise<never>((_, reject) => {
    const reason = () => reject(signal.reason as Error);
    if (signal.aborted) reason();
    else signal.addEventListener('abort', reason, { once: true });
  });
  return Promise.race([work, stopped]);
}
