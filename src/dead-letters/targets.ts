import type { KafkaClient, TopicSettings } from '../kafka/ports';
import type { Step } from './replay-plan';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The topics as they are. Throws if one is not there: then nothing is sent. */
export async function targetTopics(
  kafka: Pick<KafkaClient, 'admin'>,
  names: readonly string[],
): Promise<TopicSettings[]> {
  if (names.length === 0) return [];
  const admin = await kafka.admin();
  try {
    const topics = await admin.describe(names);
    const missing = names.filter((name) => !topics.some((topic) => topic.name === name));
    if (missing.length === 0) return topics;
    throw new Error(
      `Kafka has no topic ${missing.join(', ')}. Nothing was replayed. Choose others, or --to.`,
    );
  } finally {
    await admin.disconnect();
  }
}

/** What a person should know of the topics that letters go back to, in which time counts. */
export function remarksOn(
  plan: readonly Step[],
  topics: readonly TopicSettings[],
  now: number,
): string[] {
  return topics.flatMap(({ name, config }) => {
    const oldest = oldestFor(name, plan);
    const retentionMs = Number(config['retention.ms'] ?? -1);
    return [
      ...(config['message.timestamp.type'] === 'LogAppendTime'
        ? [
            `${name} gives records the time of their arrival (message.timestamp.type=LogAppendTime): ` +
              "webhooks' signatures, which are good at their own time, will be refused.",
          ]
        : []),
      ...(oldest !== undefined && retentionMs >= 0 && now - oldest > retentionMs
        ? [
            `${name} keeps records for ${Math.round((retentionMs / DAY_MS) * 10) / 10} days, and ` +
              'letters for it are older: Kafka may delete them again within minutes. See that ' +
              'their consumers run.',
          ]
        : []),
    ];
  });
}

function oldestFor(topic: string, plan: readonly Step[]): number | undefined {
  const times = plan.flatMap((step) => {
    const at = step.letter.original?.timestampMs;
    return step.act === 'replay' && step.to === topic && at !== undefined ? [at] : [];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}
