import { spawn } from 'node:child_process';
import type { OnSpawn } from './daemon';
import { killGroup } from './signals';

/**
 * Ends the started process when ours is gone, however it went: a small shell waits for its input to
 * close, which the system does for whoever dies.
 */
export const endWithUs: OnSpawn = (_name, pid) => {
  const guard = spawn('sh', ['-c', `cat > /dev/null; kill -s KILL -- -${pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  // Node keeps a process alive for an open pipe, unless told not to.
  (guard.stdin as unknown as { unref(): void }).unref();
  return () => guard.pid !== undefined && killGroup(guard.pid);
};
