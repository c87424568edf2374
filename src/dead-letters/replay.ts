import { faultOf } from '../kafka/errors';
import type { WireRecord } from '../kafka/ports';
import { replayCount, type Letter } from './letter';
import { noteOf } from './replay-note';
import type { Step } from './replay-plan';

interface ReplayOptions {
  /** Resolves when all are acknowledged. */
  readonly publish: (records: readonly WireRecord[]) => Promise<void>;
  /** Their topic, by its name on the wire. */
  readonly deadLetters: string;
  readonly now: () => number;
  /** Told after each step. */
  readonly onStep: (step: Step) => void;
  readonly stopping?: AbortSignal;
}

export interface Outcome {
  /** Steps that were carried out; the plan's others were not. */
  readonly done: readonly Step[];
  /** Why it ended early. */
  readonly failure?: {
    readonly step: Step;
    /** `note`: it was replayed, but the next run does not know it. */
    readonly at: 'replay' | 'note';
    readonly error: unknown;
  };
}

/**
 * One letter at a time, in the plan's order, up to the first that Kafka does not take. Each is
 * acknowledged before it is noted down as replayed: who is stopped in between replays it twice,
 * which consumers take in good part; the other way round it could be lost. What Kafka will never take
 * (a record that is too large for its topic) stops nobody else.
 */
export async function replay(plan: readonly Step[], options: ReplayOptions): Promise<Outcome> {
  const { publish, deadLetters, now, onStep, stopping } = options;
  const done: Step[] = [];
  const settle = (step: Step) => {
    done.push(step);
    onStep(step);
  };
  for (const step of plan) {
    if (stopping?.aborted) break;
    if (step.act === 'replay') {
      const { letter, to } = step;
      try {
        await publish([replayed(step)]);
      } catch (error) {
        if (faultOf(error).scope !== 'record')
          return { done, failure: { step, at: 'replay', error } };
        settle({ letter, act: 'refuse', why: `${to} does not take it: ${wordsOf(error)}` });
        continue;
      }
      try {
        await publish([noteOf(letter, deadLetters, { to, at: new Date(now()).toISOString() })]);
      } catch (error) {
        return { done: [...done, step], failure: { step, at: 'note', error } };
      }
    }
    settle(step);
  }
  return { done };
}

/** As it was received, to the byte and at its own time; a header says how often that was. */
function replayed({ letter, to, partition }: Step & { act: 'replay' }): WireRecord {
  return {
    ...{ topic: to, key: letter.key, value: letter.value },
    headers: { ...letter.headers, 'dlq-replay-count': String(replayCount(letter) + 1) },
    ...(partition !== undefined && { partition }),
    ...timeOf(letter),
  };
}

function timeOf({ original }: Letter): { timestampMs?: number } {
  return original?.timestampMs === undefined ? {} : { timestampMs: original.timestampMs };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
