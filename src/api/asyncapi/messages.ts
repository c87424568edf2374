import {
  HEADERS_EXAMPLE,
  deadLetterHeaders,
  readersSchema,
  recordHeaders,
  replayNoteHeaders,
  schemaIdOf,
  schemaOf,
  type JsonSchema,
  type Message,
  type MessageVersion,
} from '@booking-payment/events/schemas';
import type { EnabledTopic, MessageObject } from './model';

const BINDING_VERSION = '0.5.0';
const HEADERS = 'recordHeaders';

/** The schema that all outgoing headers keep to. */
export function sharedSchemas(): Record<string, JsonSchema> {
  return { [HEADERS]: { ...plain(schemaOf(recordHeaders)), examples: [HEADERS_EXAMPLE] } };
}

export function messageId({ family, name }: Message, { version }: MessageVersion): string {
  return `${family}.${name}.${version}`;
}

/** Every version of every message of a topic, by its id. */
export function messagesOf({ definition }: EnabledTopic): Record<string, MessageObject> {
  const known = definition.messages.flatMap((message) =>
    message.versions.map((one) => [
      messageId(message, one),
      messageOf(message, one, definition.key),
    ]),
  );
  if (known.length > 0) return Object.fromEntries(known) as Record<string, MessageObject>;
  return { 'dead-letter': deadLetter(), 'dead-letter-replay': replayNote() };
}

function messageOf(message: Message, one: MessageVersion, key: string): MessageObject {
  const out = message.direction === 'out';
  return {
    name: message.name,
    title: `${message.name} ${one.version}`,
    summary: message.summary,
    contentType: 'application/json',
    headers: out ? outgoingHeaders(schemaIdOf(message, one.version)) : incomingHeaders(message),
    payload: plain(readersSchema(message, one)),
    ...(out && { correlationId: { location: '$message.header#/ce_correlationid' } }),
    bindings: { kafka: { key: keySchema(key), bindingVersion: BINDING_VERSION } },
    examples: [{ name: message.name, payload: one.example }],
    'x-direction': message.direction,
    'x-version': one.version,
  };
}

function outgoingHeaders(schemaId: string): JsonSchema {
  return {
    allOf: [
      { $ref: `#/components/schemas/${HEADERS}` },
      { type: 'object', properties: { ce_dataschema: { type: 'string', const: schemaId } } },
    ],
  };
}

function incomingHeaders({ headers }: Message): JsonSchema {
  return headers ? plain(schemaOf(headers)) : { type: 'object' };
}

function deadLetter(): MessageObject {
  return {
    name: 'dead-letter',
    title: 'Dead letter',
    summary: 'A record that no consumer could use, and why.',
    contentType: 'application/octet-stream',
    headers: plain(schemaOf(deadLetterHeaders)),
    payload: { description: 'As it was received, to the byte' },
    bindings: { kafka: { key: keySchema('as received'), bindingVersion: BINDING_VERSION } },
    'x-direction': 'out',
  };
}

function replayNote(): MessageObject {
  const key = { type: 'string', description: 'Which letter: its offset' };
  return {
    name: 'dead-letter-replay',
    title: 'Note of a replay',
    summary: 'That a dead letter before it was sent on its way again.',
    contentType: 'application/octet-stream',
    headers: plain(schemaOf(replayNoteHeaders)),
    payload: { description: 'None' },
    bindings: { kafka: { key, bindingVersion: BINDING_VERSION } },
    'x-direction': 'out',
  };
}

function keySchema(key: string): JsonSchema {
  const description =
    key === 'any'
      ? 'Chosen by the sender; requests with one key are taken in order'
      : key === 'as received'
        ? 'That of the original record'
        : `The ${key}`;
  return { type: 'string', description };
}

/** Draft 7 is what AsyncAPI takes by itself: nothing has to say so. */
function plain({ $schema: _draft7, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
