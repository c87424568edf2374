import { createRequire } from 'node:module';
import { types } from 'node:util';
import { KafkaJSError } from 'kafkajs';
import { isOutage } from '../consumer/faults';
import { UnreadableBatch } from './unreadable-batch';

/**
 * When an answer to a fetch cannot be read, kafkajs does not say of which partition, of all that were
 * asked for. So each is asked for alone, and the error names the place: a person must mend it there.
 */
interface Part {
  readonly partition: number;
  readonly fetchOffset: string;
}

interface FetchRequest {
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly Part[] }[];
}

interface Broker {
  fetch?(this: Broker, request: FetchRequest): Promise<unknown>;
}

const load = createRequire(__filename);
const { prototype } = load('kafkajs/src/broker') as { prototype: Broker };
const fetch = prototype.fetch;
if (fetch === undefined) throw new Error('kafkajs has changed: its broker has no fetch any more');

prototype.fetch = async function (request) {
  try {
    return await fetch.call(this, request);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    throw await placed(error, request, (alone) => fetch.call(this, alone));
  }
};

/** Not of the protocol or the connection: the answer is there, and cannot be taken apart. */
function isUnreadable(error: unknown): error is Error {
  return types.isNativeError(error) && !(error instanceof KafkaJSError) && !isOutage(error);
}

async function placed(
  error: Error,
  request: FetchRequest,
  fetchAlone: (request: FetchRequest) => Promise<unknown>,
): Promise<Error> {
  const parts = request.topics.flatMap(({ topic, partitions }) =>
    partitions.map((part) => ({ topic, part })),
  );
  if (parts.length === 1) return named(error, parts[0]!.topic, parts[0]!.part);
  for (const { topic, part } of parts) {
    const alone = { ...request, maxWaitTime: 0, topics: [{ topic, partitions: [part] }] };
    const fault = await fetchAlone(alone).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (isUnreadable(fault)) return named(fault, topic, part);
  }
  return error; // it could be read this time, or Kafka is away: kafkajs asks again
}

function named(error: Error, topic: string, { partition, fetchOffset }: Part): UnreadableBatch {
  const span = error instanceof UnreadableBatch ? error.span : undefined;
  const where =
    span === undefined
      ? `records at offset ${fetchOffset} or soon after`
      : `records from offset ${span.first} to ${span.last}`;
  const beyond = span === undefined ? 'an offset behind them' : `${span.last + 1n}`;
  return new UnreadableBatch(
    `${topic}, partition ${partition}: ${where} cannot be read (${error.message}). Nothing is ` +
      `skipped: have them sent anew, then set the group's offset there to ${beyond}.`,
    { span }, // no cause: whoever looks for the last one should find these words
  );
}
