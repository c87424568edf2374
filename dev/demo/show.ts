import type { StackDescription } from '../stack/description';
import { newBooking, type DemoBooking } from './booking';
import { choose, isSlow } from './choice';
import { openCourt } from './court';
import { drive } from './drive';
import { NOTHING_FAILED, type Verdict } from './judge/verdict';
import { openStage, type OpenStage, type Policy } from './stage/stage';

export interface ShowOptions {
  readonly policy: Policy;
  /** Names of endings; all, if empty. */
  readonly only: readonly string[];
  /** How many bookings are driven to each ending. */
  readonly each: number;
  readonly say: (line: string) => void;
}

const REST_MS = 45_000;
/** More at once would only wait for each other on a small machine. */
const AT_ONCE = 12;

/** Drives bookings to every ending, many at the same time, and judges what became of them. */
export async function show(stack: StackDescription, options: ShowOptions): Promise<Verdict[]> {
  const { say, policy, each } = options;
  const run = `demo-${Date.now().toString(36)}`;
  const chosen = choose(options);
  const bookings = Array.from({ length: each }, () => chosen)
    .flat()
    .map((ending, index) => newBooking(ending, run, index + 1));
  const court = await openCourt(stack, run);
  const stage = await openStage(stack, policy);
  try {
    say(`driving ${bookings.length} bookings to ${chosen.length} endings`);
    await driveAll(bookings, stage, say);
    say('waiting until everything is at rest');
    const allowance = NOTHING_FAILED;
    return await court.hear(bookings, stage, { allowance, restMs: REST_MS });
  } finally {
    await stage.close();
    await court.close();
  }
}

/** Those who wait for the clock begin first, and all together. */
async function driveAll(
  bookings: readonly DemoBooking[],
  stage: OpenStage,
  say: ShowOptions['say'],
): Promise<void> {
  const slow = bookings.filter(({ ending }) => isSlow(ending));
  const others = bookings.filter(({ ending }) => !isSlow(ending));
  const next = async (): Promise<void> => {
    for (let booking = others.shift(); booking; booking = others.shift())
      await drive(booking, stage, say);
  };
  const lanes = Array.from({ length: AT_ONCE }, next);
  await Promise.all([...slow.map((each) => drive(each, stage, say)), ...lanes]);
}
