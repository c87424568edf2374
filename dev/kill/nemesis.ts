import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../stack/stack';
import type { Crowd } from './crowd';
import type { Kill } from './plan';

/** Kills as planned, one process at a time, and brings each back before the next. */
export async function kill(
  stack: Stack,
  plan: readonly Kill[],
  { inFlight }: Pick<Crowd, 'inFlight'>,
  say: (line: string) => void,
): Promise<void> {
  for (const [index, { victim, afterMs, downMs }] of plan.entries()) {
    await sleep(afterMs);
    const process = stack.process(victim);
    const pid = process.pid();
    if (pid === undefined) throw new Error(`${victim} was gone before anybody killed it`);
    const during = inFlight();
    await process.kill('SIGKILL');
    const killedAt = Date.now();
    await sleep(downMs);
    await process.start();
    const down = ((Date.now() - killedAt) / 1_000).toFixed(1);
    const count = `${String(index + 1).padStart(String(plan.length).length)} of ${plan.length}`;
    say(`kill ${count}  ${victim.padEnd(8)} (pid ${pid}), down ${down} s, during: ${during}`);
  }
}
