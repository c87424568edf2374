import type { Daemon } from '../../dev/parts/daemon';

export interface Restartable {
  /** Ends it without a word and starts it again on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function restartable(
  start: () => Promise<Daemon>,
  afterwards: () => void,
): Promise<Restartable> {
  let daemon = await start();
  return {
    async restart() {
      daemon.kill('SIGKILL');
      await daemon.exited;
      daemon = await start();
    },
    async stop() {
      await daemon.stop();
      afterwards();
    },
  };
}
