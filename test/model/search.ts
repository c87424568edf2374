import fc from 'fast-check';
import { judge } from './books/judge';
import type { Model } from './model';
import { CODES, PROFILE_COUNT, play, storyOf, type Sequence, type Story } from './sequence';
import { SETUPS } from './setup';
import { smallest } from './smallest';
import { tellStory } from './telling';

const LONGEST = 25;

/** Any story. Without fast-check's bias: small numbers are not more interesting than others here. */
const sequences: fc.Arbitrary<Sequence> = fc
  .noBias(
    fc.tuple(
      fc.nat(SETUPS - 1),
      fc.nat(PROFILE_COUNT - 1),
      fc.array(fc.nat(CODES - 1), { minLength: 1, maxLength: LONGEST, size: 'max' }),
    ),
  )
  .map(([setup, profile, commands]) => ({ setup, profile, commands }));

export interface Searched {
  /** How to get the same again, and the smallest story that goes wrong. */
  found?: { seed: number; path: string; story: Story; told: string };
  runs: number;
}

export interface Search {
  runs: number;
  seed?: number | undefined;
  path?: string | undefined;
  plant?: (m: Model) => void;
  /** Looks at each world that has come to rest. */
  look?: (m: Model) => void;
}

/** Plays stories until one goes wrong. */
export function search({ runs, seed, path, plant, look = () => undefined }: Search): Searched {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0; // refusals are thrown by the million
  try {
    const property = fc.property(sequences, (sequence) => {
      const { wrong, m } = whatIsWrong(storyOf(sequence), plant);
      if (m) look(m);
      return wrong.length === 0;
    });
    const more = { ...(seed !== undefined && { seed }), ...(path !== undefined && { path }) };
    const result = fc.check(property, { numRuns: runs, ...more });
    if (!result.failed) return { runs: result.numRuns };
    const fails = (story: Story) => whatIsWrong(story, plant).wrong.length > 0;
    const story = smallest(storyOf(result.counterexample![0]), fails);
    const { wrong, m } = whatIsWrong(story, plant);
    const told = `${wrong.join('\n')}\n${tellStory(story, m)}`;
    const again = { seed: result.seed, path: result.counterexamplePath ?? '' };
    return { runs: result.numRuns, found: { ...again, story, told } };
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** An error that no activity expects is wrong too: it would be tried again for ever. */
export function whatIsWrong(
  story: Story,
  plant?: (m: Model) => void,
): { wrong: readonly string[]; m?: Model } {
  try {
    const { m } = play(story, plant);
    return { wrong: judge(m), m };
  } catch (error) {
    return { wrong: [String(error)] };
  }
}
