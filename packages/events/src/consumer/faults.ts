/**
 * What a rejection of kafkajs says. Never decided by `retriable`: kafkajs wraps an outage in errors
 * that call themselves final. The protocol's own word lies somewhere down the causes.
 */
const AWAY = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSLockTimeout',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
  'LEADER_NOT_AVAILABLE',
  'REQUEST_TIMED_OUT',
]);
// A broker that takes connections and never answers: kafkajs has no name for it, only this text.
const NOT_CONNECTED = 'Broker not connected';
const MEMBERSHIP_OVER = new Set([
  'REBALANCE_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
]);
const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** Kafka as a whole, or the way to it: nothing that a person must mend here. */
export const isOutage = (error: unknown): boolean =>
  says(error, AWAY) || (error instanceof Error && error.message === NOT_CONNECTED);

/** kafkajs joins the group again after these, and begins at the committed offsets. */
export const endsMembership = (error: unknown): boolean => says(error, MEMBERSHIP_OVER);

export const isTooLarge = (error: unknown): boolean => says(error, TOO_LARGE);

function says(error: unknown, words: ReadonlySet<string>): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth += 1) {
    const { type, name } = at as { type?: unknown; name: string };
    if (words.has(name) || (typeof type === 'string' && words.has(type))) return true;
  }
  return false;
}
