import { withHint } from '../parts/hint';
import { startTemporal } from '../parts/temporal';
import { temporalCli } from '../parts/temporal-cli';
import type { StackDescription } from './description';
import { localUrl, type Site } from './site';
import { supervised } from './supervised';

const TASK_QUEUE = 'booking-payments';
const HINT = 'Or install the Temporal CLI, or set TEMPORAL_ADDRESS to a server of your own.';

/** Temporal with its Web UI. */
export async function upTemporal(site: Site): Promise<StackDescription['temporal']> {
  const { env, local, ports, temporalSettings: settings, onSpawn } = site;
  const taskQueue = env['TEMPORAL_TASK_QUEUE'] ?? TASK_QUEUE;
  const address = env['TEMPORAL_ADDRESS'];
  if (address) {
    const namespace = env['TEMPORAL_NAMESPACE'] ?? 'default';
    return { address, namespace, taskQueue, from: 'TEMPORAL_ADDRESS' };
  }
  const cli = await withHint(temporalCli(site), HINT);
  const start = () =>
    startTemporal({
      cli: cli.path,
      port: ports.temporal,
      uiPort: ports.temporalUi,
      databaseFile: local.temporalDatabase,
      settings,
      logFile: local.log('temporal'),
      onSpawn,
    });
  await supervised('temporal', start, site.supervision('temporal'));
  site.progress('temporal', `up: ${cli.source}`);
  return {
    address: `127.0.0.1:${ports.temporal}`,
    namespace: 'default',
    taskQueue,
    ui: localUrl(ports.temporalUi),
  };
}
