import { openCourt } from '../demo/court';
import type { Ending } from '../demo/endings/ending';
import type { Allowance, Verdict } from '../demo/judge/verdict';
import type { OwnStack } from '../demo/own-stack';
import { openStage } from '../demo/stage/stage';
import { createCrowd } from './crowd';
import { kill } from './nemesis';
import { planKills } from './plan';
import { seeded } from './random';

export interface TrialOptions {
  readonly kills: number;
  readonly seed: number;
  readonly endings: readonly Ending[];
  readonly say: (line: string) => void;
}

/** Few enough for two cores, so that it is the kills that disturb and not the crowd. */
const AT_ONCE = 12;
const GAP_MS = 500;
const REST_MS = 150_000;

/**
 * A process that was dead cannot tell of what came and went meanwhile: that a customer was asked to
 * authenticate, or tried one card before another. Endings and money know no such excuse.
 */
const WHERE_KILLED: Allowance = {
  repeats: true,
  missedMoments: ['payment.processing', 'payment.attempt_failed'],
  decidedWithinMs: 60_000,
};

/** The demo while processes are killed; judged as if none had been. */
export async function trial(
  { stack, policy }: OwnStack,
  options: TrialOptions,
): Promise<Verdict[]> {
  const { kills, seed, endings, say } = options;
  const random = seeded(seed);
  const run = `kill-${Date.now().toString(36)}`;
  const plan = planKills(kills, random);
  const court = await openCourt(stack.description(), run);
  const stage = await openStage(stack.description(), policy);
  try {
    const crowd = createCrowd(stage, {
      ...{ run, endings, random: seeded(seed + 1), say },
      ...{ atOnce: AT_ONCE, gapMs: GAP_MS },
    });
    const enough = new AbortController();
    const come = crowd.come(enough.signal);
    await kill(stack, plan, crowd, say).finally(() => enough.abort());
    say(`${plan.length} kills done, ${crowd.bookings.length} bookings begun; the last ones finish`);
    await come;
    say('waiting until everything is at rest');
    return await court.hear(crowd.bookings, stage, { allowance: WHERE_KILLED, restMs: REST_MS });
  } finally {
    await stage.close();
    await court.close();
  }
}
