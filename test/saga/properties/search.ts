import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { wordsOf, type Violation } from '../judge/violation';
import { MINUTE, startRig, type Rig } from '../rig/rig';
import { CALM, playRound, type Played, type Rhythm } from './round';
import { scripts, type Script } from './script';
import { STORYLINES, type Storyline } from './storylines';

export const CONFIRM_WINDOW_MS = 20 * MINUTE;
const RUSHED: Rhythm = { ...CALM, rushed: true };
/** The ledger of a rig is read after each round: a new one keeps that short. */
const ROUNDS_OF_A_RIG = 5;

export interface Search {
  readonly seed: number;
  /** How many bookings a round has. */
  readonly width: number;
  /** After each round: go on? */
  readonly more: (tally: Tally) => boolean;
  /** Which ways to draw from in the next round. */
  readonly storylines?: (tally: Tally) => readonly Storyline[];
}

export interface Tally {
  readonly rounds: number;
  readonly endings: ReadonlyMap<string, number>;
  readonly bookings: number;
}

/** What broke: how to see it again. */
export interface Finding {
  readonly seed: number;
  readonly script?: Script;
  readonly rhythm: Rhythm;
  readonly violations: readonly Violation[];
}

export interface Searched {
  readonly tally: Tally;
  readonly findings: readonly Finding[];
}

export const rigForProperties = () => startRig({ confirmWindowMs: CONFIRM_WINDOW_MS });

/** Random rounds, every second one rushed, until enough was seen or something is wrong. */
export async function search({ seed, width, more, storylines }: Search): Promise<Searched> {
  const endings = new Map<string, number>();
  let tally: Tally = { rounds: 0, endings, bookings: 0 };
  let rig: Rig | undefined;
  try {
    do {
      if (tally.rounds % ROUNDS_OF_A_RIG === 0) {
        await rig?.stop();
        rig = await rigForProperties();
      }
      const drawn = draw(seed, tally.rounds, width, storylines?.(tally) ?? STORYLINES);
      const rhythm = tally.rounds % 2 === 0 ? CALM : RUSHED;
      const { played, common } = await playRound(
        rig!,
        drawn.map(({ script }) => script),
        rhythm,
      );
      for (const { ending = 'none' } of played) endings.set(ending, (endings.get(ending) ?? 0) + 1);
      tally = { rounds: tally.rounds + 1, endings, bookings: tally.bookings + width };
      const findings = found(played, drawn, rhythm);
      if (findings.length === 0 && common.length > 0)
        findings.push({ seed, rhythm, violations: common });
      if (findings.length > 0) return { tally, findings };
    } while (more(tally));
    return { tally, findings: [] };
  } finally {
    await rig?.stop();
  }
}

interface Drawn {
  readonly seed: number;
  readonly script: Script;
}

/** Each script has a seed of its own, by which it is found again and made smaller. */
function draw(seed: number, round: number, width: number, from: readonly Storyline[]): Drawn[] {
  return Array.from({ length: width }, (_, n) => {
    const own = seed * 1_000_003 + round * 1_009 + n;
    return { seed: own, script: fc.sample(scripts(from), { seed: own, numRuns: 1 })[0]! };
  });
}

function found(played: readonly Played[], drawn: readonly Drawn[], rhythm: Rhythm): Finding[] {
  return played.flatMap(({ script, violations }, n) =>
    violations.length > 0 ? [{ seed: drawn[n]!.seed, script, rhythm, violations }] : [],
  );
}

/** Plays a script alone on a rig of its own; what is wrong with it, in words. */
export async function playAlone(
  rig: Rig,
  script: Script,
  rhythm: Rhythm = CALM,
): Promise<string[]> {
  const { played } = await playRound(rig, [script], rhythm);
  return played.flatMap(({ violations }) => wordsOf(violations));
}

/** The smallest script that still goes wrong, as far as fast-check finds one in the time. */
export async function smallest(
  { script, rhythm }: Finding,
  withinMs: number,
): Promise<{ script: Script; wrong: string[] } | undefined> {
  if (!script) return undefined;
  const rig = await rigForProperties();
  let last: { script: Script; wrong: string[] } | undefined;
  const parts = fc.record({
    acts: fc.subarray([...script.acts], { minLength: 0 }),
    plainWebhooks: fc.boolean(),
    plainStart: fc.boolean(),
  });
  try {
    const whole = await playAlone(rig, script, rhythm);
    if (whole.length > 0) last = { script, wrong: whole };
    // Random parts of it, the smallest kept: shrinking starts from whichever fails first.
    await fc.check(
      fc.asyncProperty(parts, async ({ acts, plainWebhooks, plainStart }) => {
        const size = last?.script.acts.length ?? Infinity;
        if (last && acts.length > size) return true;
        const smaller: Script = {
          ...script,
          acts,
          ...(plainWebhooks && { webhooks: 'none' as const }),
          ...(plainStart && { start: 'rest' as const }),
        };
        const wrong = await playAlone(rig, smaller, rhythm);
        if (wrong.length > 0 && acts.length <= size) last = { script: smaller, wrong };
        return wrong.length === 0;
      }),
      { seed: 1, numRuns: 30, interruptAfterTimeLimit: withinMs },
    );
    return last;
  } finally {
    await rig.stop();
  }
}

export const anySeed = () => randomInt(1_000_000);
