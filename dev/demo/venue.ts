import type { StackDescription } from '../stack/description';
import { newBooking } from './booking';
import { ENDINGS } from './endings';
import { startOwnStack } from './own-stack';
import { runningStack } from './running-stack';
import { createApi } from './stage/api';
import type { Policy } from './stage/stage';

/** Where a demo takes place: a stack that runs already, or one of its own. */
export interface Venue {
  readonly description: StackDescription;
  readonly policy: Policy;
  leave(allWell: boolean): Promise<void>;
}

const WINDOW_SECONDS = 30;

export async function findVenue(say: (line: string) => void, signal: AbortSignal): Promise<Venue> {
  const localDir = process.env['LOCAL_DIR'] ?? '.local';
  const running = runningStack(localDir);
  if (running) {
    say(`using the stack that runs in ${localDir}`);
    const policy = await policyOf(running);
    return { description: running, policy, leave: () => Promise.resolve() };
  }
  say(`no stack runs in ${localDir}: bringing one up, with ${WINDOW_SECONDS} s to pay`);
  const { stack, policy, stop } = await startOwnStack({
    windowSeconds: WINDOW_SECONDS,
    say,
    signal,
  });
  return { description: stack.description(), policy, leave: (allWell) => stop(!allWell) };
}

/** The window is asked of a booking that is cancelled at once. Nothing tells the attempts. */
async function policyOf({ api: { url } }: StackDescription): Promise<Policy> {
  const api = createApi(url);
  const booking = newBooking(ENDINGS[0]!, `ask-${Date.now().toString(36)}`, 0);
  const windowMs = await api.windowMs(booking);
  await api.cancel(booking, 'asked only how long the payment window is');
  return { windowMs, confirmMs: Infinity, attempts: Infinity };
}
