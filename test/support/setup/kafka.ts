import { startBroker } from '../kafka';
import { scratch } from '../scratch';
import { showProgress } from './progress';
import { startOnce } from './started';

/** One broker per run, in a fresh folder, on free ports. */
export default function setUp(): Promise<void> {
  return startOnce('kafka', async () => {
    const { dir, remove } = scratch('kafka');
    const broker = await startBroker(dir, showProgress);
    process.env['TEST_KAFKA_DIR'] = dir;
    return async () => {
      await broker.stop();
      remove();
    };
  });
}
