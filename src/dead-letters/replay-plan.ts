import type { TopicSettings } from '../kafka/ports';
import { replayCount, type Letter, type Place } from './letter';

/** A record that has died as often as this does not live the next time. */
export const MAX_REPLAYS = 5;

/** One letter, and what a replay does with it. */
export type Step = { readonly letter: Letter } & (
  | { readonly act: 'replay'; readonly to: string; readonly partition?: number }
  | { readonly act: 'skip' | 'refuse'; readonly why: string }
);

interface PlanOptions {
  /** Their topic, by its name on the wire. */
  readonly deadLetters: string;
  /** Where all of them go, instead of each to where it came from. */
  readonly to?: string;
  /** Also what was replayed already. */
  readonly again: boolean;
}

/** In the order in which the originals were written, as far as Kafka knows one. */
export function planOf(letters: readonly Letter[], options: PlanOptions): Step[] {
  return [...letters].sort(byOriginal).map((letter) => stepOf(letter, options));
}

function stepOf(letter: Letter, { deadLetters, to, again }: PlanOptions): Step {
  const target = to ?? letter.original?.topic;
  const refuse = (why: string): Step => ({ letter, act: 'refuse', why });
  if (target === undefined) return refuse('it does not say where it came from; give --to <topic>');
  if (target === deadLetters) return refuse('it would only be another dead letter');
  if (letter.cut)
    return refuse(
      'its value was too large to be kept; only the original has it, while its topic keeps that',
    );
  const earlier = letter.replays.findLast((replay) => replay.to === target);
  if (earlier && !again)
    return { letter, act: 'skip', why: `replayed to ${target} at ${earlier.at} (--again repeats)` };
  if (replayCount(letter) >= MAX_REPLAYS)
    return refuse(
      `it was replayed ${replayCount(letter)} times already, ${MAX_REPLAYS} at most; mend what ` +
        'refuses it and have its sender send it anew',
    );
  return { letter, act: 'replay', to: target, ...partitionOf(letter, target) };
}

/** Back to the partition that it came from: whoever chose that may do so by a rule of his own. */
function partitionOf({ original }: Letter, target: string): { partition?: number } {
  return original?.topic === target ? { partition: original.partition } : {};
}

/** The topics that something goes to. */
export function targetsOf(plan: readonly Step[]): string[] {
  return [...new Set(plan.flatMap((step) => (step.act === 'replay' ? [step.to] : [])))];
}

/** Of the original's partitions some may be gone, in a topic that was made anew. */
export function fitted(plan: readonly Step[], topics: readonly TopicSettings[]): Step[] {
  const partitions = new Map(topics.map((topic) => [topic.name, topic.partitions]));
  return plan.map((step) => {
    if (step.act !== 'replay' || step.partition === undefined) return step;
    const { partition, ...rest } = step;
    return partition < (partitions.get(step.to) ?? 0) ? step : rest;
  });
}

function byOriginal(one: Letter, other: Letter): number {
  const [a, b] = [one.original ?? NOWHERE, other.original ?? NOWHERE];
  return compare(a.topic, b.topic) || a.partition - b.partition || a.offset - b.offset;
}

const NOWHERE: Place = { topic: '', partition: 0, offset: 0 };

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
