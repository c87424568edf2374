import type { KafkaClient, WireRecord } from '../kafka/ports';
import type { ReplayArguments } from './arguments';
import type { Letter } from './letter';
import { failureLine, stepLine, summary } from './outcome';
import { replay, type Outcome } from './replay';
import { fitted, planOf, targetsOf, type Step } from './replay-plan';
import { remarksOn, targetTopics } from './targets';

interface ReplayingOptions {
  readonly kafka: Pick<KafkaClient, 'admin'>;
  readonly publish: (records: readonly WireRecord[]) => Promise<void>;
  /** Their topic, by its name on the wire. */
  readonly deadLetters: string;
  readonly now: () => number;
  readonly say: (text: string) => void;
  /** An error, for a person. */
  readonly inWords: (error: unknown) => string;
  readonly stopping?: AbortSignal;
}

/** Replays these letters and says what it did. True when each is where it should be. */
export async function replayLetters(
  letters: readonly Letter[],
  wanted: Pick<ReplayArguments, 'to' | 'again' | 'dryRun'>,
  options: ReplayingOptions,
): Promise<boolean> {
  const { kafka, deadLetters, now, say, inWords } = options;
  const rough = planOf(letters, { ...wanted, deadLetters });
  const topics = await targetTopics(kafka, targetsOf(rough));
  const plan = fitted(rough, topics);
  for (const remark of remarksOn(plan, topics, now())) say(remark);

  let place = 0;
  const onStep = (step: Step) => say(stepLine(step, (place += 1), plan.length, wanted.dryRun));
  const outcome = wanted.dryRun
    ? rehearsed(plan, onStep)
    : await replay(plan, { ...options, onStep });
  const { failure } = outcome;
  if (failure) say(failureLine(failure, inWords(failure.error)));
  for (const line of summary(plan, outcome, wanted.dryRun)) say(line);
  return (
    !failure &&
    outcome.done.length === plan.length &&
    outcome.done.every((step) => step.act !== 'refuse')
  );
}

function rehearsed(plan: readonly Step[], onStep: (step: Step) => void): Outcome {
  for (const step of plan) onStep(step);
  return { done: plan };
}
