import { setTimeout as pause } from 'node:timers/promises';
import {
  createConsumer,
  type Consumer,
  type ConsumerOptions,
  type Handle,
} from '@booking-payment/events';
import type { Logger } from '../logger';
import { groupIdOf, type CommandClass } from '../kafka/contracts/command-groups';
import type { Command } from './index';

const SECOND = 1_000;

interface ConsumingOptions {
  kafka: ConsumerOptions['kafka'];
  /** Each class of commands is a group of its own: kafkajs deals out to a group by one list. */
  groupId: string;
  /** Where poison goes, by its name on the wire. */
  deadLetters: string;
  /** Rejects until every topic is there: a consumer of one that is not ends itself. */
  topicsExist: (topics: readonly string[]) => Promise<void>;
  onFatal: (error: Error) => void;
  logger: Logger;
  reportEveryMs?: number;
  timing?: ConsumerOptions['timing'];
}

/** Consumes the commands, one consumer per class, so that none holds the others up. */
export function createConsuming(commands: readonly Command[], options: ConsumingOptions) {
  const { logger, reportEveryMs = 30 * SECOND } = options;
  const classes = [...new Set(commands.map((command) => command.class))];
  const consumers = classes.map((kind) => consumerOf(kind, commands, options));
  const stopping = new AbortController();
  let reports: NodeJS.Timeout | undefined;

  return {
    /** Resolves when all of them consume: that may be long, if Kafka is away. */
    async start(): Promise<void> {
      const topics = commands.map(({ topic }) => topic);
      if (topics.length === 0) return;
      await untilTheyExist(() => options.topicsExist(topics), stopping.signal, logger);
      if (stopping.signal.aborted) return;
      reports = setInterval(() => void report(consumers, logger), reportEveryMs).unref();
      await Promise.all(consumers.map(({ consumer }) => consumer.start()));
      if (!stopping.signal.aborted) logger.info({ topics }, 'takes commands');
    },
    /** Waits for the handlers in hand; what is not done comes again. */
    async stop(): Promise<void> {
      stopping.abort();
      clearInterval(reports);
      await Promise.all(consumers.map(({ consumer }) => consumer.stop()));
    },
  };
}

interface Running {
  groupId: string;
  consumer: Consumer;
}

function consumerOf(
  kind: CommandClass,
  commands: readonly Command[],
  { kafka, groupId: prefix, deadLetters, onFatal, logger, timing }: ConsumingOptions,
): Running {
  const own = commands.filter((command) => command.class === kind);
  const handles = new Map(own.map(({ topic, handle }) => [topic, handle]));
  const handle: Handle = (record, stopping) => handles.get(record.topic)!(record, stopping);
  const topics = [...handles.keys()];
  const groupId = groupIdOf(prefix, kind);
  const more = { ...(timing && { timing }) };
  return {
    groupId,
    consumer: createConsumer({
      ...{ kafka, groupId, topics, handle, deadLetters, onFatal, logger },
      ...more,
    }),
  };
}

async function untilTheyExist(
  ask: () => Promise<void>,
  stopping: AbortSignal,
  logger: Logger,
): Promise<void> {
  for (let pauseMs = SECOND / 4; !stopping.aborted; pauseMs = Math.min(pauseMs * 2, 10 * SECOND)) {
    try {
      return await ask();
    } catch (error) {
      logger.warn({ err: error, againInMs: pauseMs }, 'no commands yet');
    }
    await pause(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** What stands still is a warning, what moves a line for whoever looks. */
async function report(consumers: readonly Running[], logger: Logger): Promise<void> {
  for (const { groupId, consumer } of consumers) {
    const { healthy, state, heartbeatAgeMs } = await consumer.health();
    const partitions = await consumer.lag().catch(() => undefined); // unknown, while Kafka is away
    const lag = partitions?.reduce((sum, partition) => sum + partition.lag, 0);
    const said = { groupId, state, heartbeatAgeMs, lag };
    if (healthy) logger.info(said, 'commands');
    else logger.warn(said, 'commands are not consumed');
  }
}
