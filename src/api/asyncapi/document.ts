import { commandClassOf, groupIdOf } from '../../kafka/contracts/command-groups';
import { FAMILIES, GUARANTEES } from './guarantees';
import { messagesOf, sharedSchemas } from './messages';
import type {
  AsyncApiDocument,
  Channel,
  EnabledTopic,
  KafkaFacts,
  Operation,
  Reference,
  Server,
} from './model';

const DAY_MS = 24 * 60 * 60 * 1000;
const BINDING_VERSION = '0.5.0';

/** AsyncAPI 3.0 of what is enabled here, made from the schemas alone. */
export function asyncApiDocument(
  topics: readonly EnabledTopic[],
  kafka: KafkaFacts,
): AsyncApiDocument {
  const description = GUARANTEES.map(({ title, text }) => `**${title}.** ${text}`).join('\n\n');
  return {
    asyncapi: '3.0.0',
    id: 'urn:booking-payment:payment-service',
    info: { title: 'Booking payment events', version: '1.0.0', description },
    defaultContentType: 'application/json',
    servers: { kafka: serverOf(kafka) },
    channels: Object.fromEntries(
      topics.map((topic) => [idOf(topic), channelOf(topic, kafka.replicationFactor)]),
    ),
    operations: Object.fromEntries(topics.flatMap((topic) => operationsOf(topic, kafka))),
    components: {
      messages: Object.fromEntries(topics.flatMap((topic) => Object.entries(messagesOf(topic)))),
      schemas: sharedSchemas(),
      ...(kafka.saslMechanism && { securitySchemes: { sasl: { type: sasl(kafka) } } }),
    },
  };
}

/** The name in the catalogue: it stays where the name on the wire is mapped. */
function idOf({ definition }: EnabledTopic): string {
  return definition.name;
}

function serverOf(kafka: KafkaFacts): Server {
  return {
    host: kafka.brokers.join(','),
    protocol: kafka.secure ? 'kafka-secure' : 'kafka',
    description: 'The brokers that payment-service uses',
    ...(kafka.saslMechanism && { security: [{ $ref: '#/components/securitySchemes/sasl' }] }),
  };
}

/** AsyncAPI's words for kafkajs's. */
function sasl({ saslMechanism = 'plain' }: KafkaFacts): string {
  return (
    { 'scram-sha-256': 'scramSha256', 'scram-sha-512': 'scramSha512' }[saslMechanism] ?? 'plain'
  );
}

function channelOf(topic: EnabledTopic, replicas: number): Channel {
  const { name, family, key, partitions, retentionMs, summary } = topic.definition;
  return {
    address: topic.address,
    title: name,
    description: summary,
    tags: [{ name: FAMILIES[family ?? 'dead letters']?.title ?? name }],
    messages: Object.fromEntries(
      Object.keys(messagesOf(topic)).map((id) => [id, { $ref: `#/components/messages/${id}` }]),
    ),
    bindings: {
      kafka: {
        topic: topic.address,
        partitions,
        replicas,
        topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': retentionMs },
        bindingVersion: BINDING_VERSION,
      },
    },
    'x-key': key,
    'x-retention-days': retentionMs / DAY_MS,
  };
}

function operationsOf(topic: EnabledTopic, kafka: KafkaFacts): [string, Operation][] {
  const { messages, name, summary } = topic.definition;
  const request = messages.find(({ direction }) => direction === 'in');
  const sends = messages.length === 0 || messages.some(({ direction }) => direction === 'out');
  const send: Operation = {
    action: 'send',
    channel: { $ref: `#/channels/${name}` },
    summary,
    messages: refsOf(topic, 'out'),
  };
  return [
    ...(sends ? [[`send.${name}`, send] as [string, Operation]] : []),
    ...(request ? [[`receive.${name}`, receiving(topic, request.summary, kafka)] as const] : []),
  ] as [string, Operation][];
}

function receiving(topic: EnabledTopic, summary: string, { groupId }: KafkaFacts): Operation {
  const { name } = topic.definition;
  const group = groupIdOf(groupId, commandClassOf(name));
  return {
    action: 'receive',
    channel: { $ref: `#/channels/${name}` },
    summary,
    messages: refsOf(topic, 'in'),
    bindings: {
      kafka: { groupId: { type: 'string', enum: [group] }, bindingVersion: BINDING_VERSION },
    },
  };
}

function refsOf({ definition }: EnabledTopic, direction: 'in' | 'out'): Reference[] {
  const ids = definition.messages
    .filter((message) => message.direction === direction)
    .flatMap(({ family, name, versions }) =>
      versions.map(({ version }) => `${family}.${name}.${version}`),
    );
  const all = definition.messages.length === 0 ? ['dead-letter', 'dead-letter-replay'] : ids;
  return all.map((id) => ({ $ref: `#/channels/${definition.name}/messages/${id}` }));
}
