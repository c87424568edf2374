import { join } from 'node:path';
import { startBookingOwner } from '../../dev/parts/booking-owner';
import { freePort } from '../../dev/parts/port';
import { endWithTheRun } from './orphan-guard';
import { restartable, type Restartable } from './restartable';
import { scratch } from './scratch';

/** A booking owner of one's own, as a process. */
export interface TestBookingOwner extends Restartable {
  readonly url: string;
  readonly control: string;
}

export async function startOwner(): Promise<TestBookingOwner> {
  const { dir, remove } = scratch('booking-owner');
  const port = await freePort();
  const stateFile = join(dir, 'state.jsonl');
  const from = { port, stateFile, env: process.env, logFile: join(dir, 'log') };
  const start = () => startBookingOwner({ ...from, onSpawn: endWithTheRun });
  const url = `http://127.0.0.1:${port}`;
  return { url, control: `${url}/_control`, ...(await restartable(start, remove)) };
}
