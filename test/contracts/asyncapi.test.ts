import { Parser } from '@asyncapi/parser';
import { CATALOGUE, HEADERS_EXAMPLE } from '@booking-payment/events/schemas';
import Ajv, { type ValidateFunction } from 'ajv';
import { asyncApiDocument } from '../../src/api/asyncapi/document';
import type { AsyncApiDocument, EnabledTopic, KafkaFacts } from '../../src/api/asyncapi/model';
import { createContracts, type OutRecord } from '../../src/kafka/contracts';
import { everyRecord, looseRecords } from './rendered';

const KAFKA: KafkaFacts = {
  ...{ brokers: ['kafka-1:9092', 'kafka-2:9092'], secure: false },
  ...{ groupId: 'payment-service', replicationFactor: 3 },
};
const ALL = CATALOGUE.map((definition) => ({ definition, address: definition.name }));

/** AsyncAPI's own parser; that 3.1 has come out is not for us to say. */
async function complaints(document: object): Promise<string[]> {
  const { diagnostics } = await new Parser().parse(JSON.stringify(document));
  return diagnostics
    .filter(({ code }) => code !== 'asyncapi-latest-version')
    .map(({ message, path }) => `${path.join('/')}: ${message}`);
}

const documentOf = (topics: readonly EnabledTopic[] = ALL, kafka: Partial<KafkaFacts> = {}) =>
  asyncApiDocument(topics, { ...KAFKA, ...kafka });

const messageIn = ({ components }: AsyncApiDocument) => Object.values(components.messages)[0]!;
const channelIn = (channels: AsyncApiDocument['channels']) => Object.values(channels)[0]!;
const lost = { lost: { $ref: '#/components/messages/lost' } };

describe('the AsyncAPI document', () => {
  it('is valid to AsyncAPI’s own parser, without a remark', async () => {
    expect(await complaints(documentOf())).toEqual([]);
    const secured = documentOf(ALL.slice(0, 1), { secure: true, saslMechanism: 'scram-sha-512' });
    expect(await complaints(secured)).toEqual([]);
    expect(secured.components.securitySchemes).toEqual({ sasl: { type: 'scramSha512' } });
  });

  it.each<[string, (document: AsyncApiDocument) => void]>([
    ['a schema that is none', (document) => (messageIn(document).payload = { type: 'text' })],
    ['a message that is nowhere', ({ channels }) => (channelIn(channels).messages = lost)],
    ['a channel without address', ({ channels }) => (channelIn(channels).address = 7 as never)],
  ])('would be refused with %s', async (_what, breakIt) => {
    const document = documentOf(ALL.slice(0, 1));
    breakIt(document);
    expect(await complaints(document)).not.toEqual([]);
  });

  it('shows what is enabled, by its name on the wire', () => {
    const { catalogue, wire } = createContracts({
      families: ['canonical', 'dreamscape'],
      defaultBindings: [],
      topicPrefix: 'staging.',
      topicMap: { 'dreamscape.payment.failed': 'legacy-failed' },
      dreamscapeFlatTopics: false,
      dreamscapePartialRefunds: 'separate',
    });
    const topics = catalogue.map((definition) => ({ definition, address: wire(definition.name) }));
    const { channels } = documentOf(topics);
    expect(Object.values(channels).map(({ address }) => address)).toEqual([
      'staging.booking-payment.events',
      'staging.dreamscape.payment.initiated',
      'staging.dreamscape.payment.completed',
      'legacy-failed',
      'staging.dreamscape.payment.refunded',
      'staging.dreamscape.payment.attempt_failed',
      'staging.dreamscape.payment.partially_refunded',
      'staging.payment-events-dlq',
    ]);
  });

  it('says who sends and who receives, and in which group', () => {
    const { operations, channels } = documentOf();
    const shared = ['send', 'receive'].map(
      (action) => operations[`${action}.payment-refund-initiated`]!,
    );
    expect(shared.map(({ messages }) => messages.length)).toEqual([1, 1]);
    expect(operations['send.stripe.payment.request']).toBeUndefined();
    const groups = Object.entries(operations)
      .filter(([, { action }]) => action === 'receive')
      .map(([id, { bindings }]) => [
        id.replace('receive.', ''),
        (bindings!.kafka as { groupId: { enum: string[] } }).groupId.enum,
      ]);
    expect(Object.fromEntries(groups)).toEqual({
      'stripe.payment.request': ['payment-service-commands'],
      'stripe.subscription.setup': ['payment-service-commands'],
      'stripe.webhook.received': ['payment-service-webhooks'],
      'payment-refund-initiated': ['payment-service-refunds'],
    });
    expect(operations['receive.booking-payment.events']).toBeUndefined();
    expect(channels['payment-completed']).toMatchObject({
      'x-key': 'orderId',
      bindings: {
        kafka: {
          partitions: 3,
          replicas: 3,
          topicConfiguration: { 'retention.ms': 2_592_000_000 },
        },
      },
    });
  });

  it('has of each request the headers that are read of it, and no others', () => {
    const headersOf = (id: string) =>
      Object.keys((document.components.messages[id]!.headers as { properties: object }).properties);
    const document = documentOf();
    expect(headersOf('customer.stripe.payment.request.1.0')).toEqual(['ce_id']);
    expect(headersOf('customer.stripe.subscription.setup.1.0')).toEqual(['ce_id']);
    expect(headersOf('customer.stripe.webhook.received.1.0')).toEqual(['ce_id']);
    expect(headersOf('orders.payment-refund-initiated.command.1.0')).toEqual(['ce_source']);
  });

  it('names both versions of a message that has two', async () => {
    const [definition] = CATALOGUE.filter(({ name }) => name === 'payment-completed');
    const [message] = definition!.messages;
    const versions = [message!.versions[0], { ...message!.versions[0], version: '2.0' }] as const;
    const both = { ...definition!, messages: [{ ...message!, versions }] };
    const document = documentOf([{ definition: both, address: 'payment-completed' }]);
    expect(Object.keys(document.channels['payment-completed']!.messages)).toEqual([
      'orders.payment-completed.1.0',
      'orders.payment-completed.2.0',
    ]);
    expect(await complaints(document)).toEqual([]);
  });
});

describe('a stranger who has only the document', () => {
  const document = JSON.parse(JSON.stringify(documentOf())) as AsyncApiDocument;
  const judge = createStranger(document);

  it('finds every record that we send as the document has it', () => {
    const wrong = [...everyRecord(), ...looseRecords()].flatMap((record) =>
      judge(record).map((fault) => ({ topic: record.topic, fault })),
    );
    expect(wrong).toEqual([]);
  });

  it('finds that each example is one', () => {
    const ajv = new Ajv({ allErrors: true, validateFormats: false, strict: false });
    const messages = Object.values(document.components.messages);
    const examples = messages.flatMap(({ payload, examples = [] }) =>
      examples.map((example) => ajv.validate(payload, example.payload)),
    );
    expect(examples).toEqual(messages.slice(2).map(() => true)); // dead letters and notes have none
  });

  it('finds what is not as it has it', () => {
    const [record] = everyRecord();
    const body = JSON.parse(record!.value) as { payload: object };
    const broken = { ...body, payload: { ...body.payload, bookingId: 7 } };
    expect(judge({ ...record!, value: JSON.stringify(broken) })).toHaveLength(1);
    expect(judge({ ...record!, headers: { ...HEADERS_EXAMPLE, ce_id: 'x' } })).not.toEqual([]);
    expect(judge({ ...record!, topic: 'payment-completed' })).toEqual([
      'payment-completed has no message with this schema',
    ]);
  });
});

/** Knows AsyncAPI and JSON Schema, and nothing of ours. */
function createStranger({ channels, components }: AsyncApiDocument) {
  const ajv = new Ajv({ allErrors: true, validateFormats: false, strict: false });
  ajv.addSchema({ $id: 'https://events.example/document', components });
  const checks = new Map<object, ValidateFunction>();
  const faults = (schema: object, value: unknown): string[] => {
    const check = checks.get(schema) ?? ajv.compile(located(schema));
    checks.set(schema, check);
    return check(value) ? [] : (check.errors ?? []).map((error) => ajv.errorsText([error]));
  };
  return ({ topic, value, headers }: OutRecord): string[] => {
    const channel = Object.values(channels).find(({ address }) => address === topic);
    const known = Object.keys(channel?.messages ?? {}).map((id) => components.messages[id]!);
    const message = known.find((one) => schemaOf(one.headers) === headers['ce_dataschema']);
    if (!message) return [`${topic} has no message with this schema`];
    return [
      ...faults(message.headers, headers),
      ...faults(message.payload, JSON.parse(value) as unknown),
    ];
  };
}

function schemaOf(headers: object): unknown {
  const { allOf } = headers as { allOf?: { properties?: { ce_dataschema?: { const: string } } }[] };
  return allOf?.[1]?.properties?.ce_dataschema?.const;
}

/** References of the document, for a schema that was taken out of it. */
function located(schema: object): object {
  const text = JSON.stringify(schema).replaceAll(
    '"#/components',
    '"https://events.example/document#/components',
  );
  return JSON.parse(text) as object;
}
