import {
  faultsIn,
  readerOf,
  writersSchema,
  type Message,
  type MessageVersion,
  type TopicDefinition,
} from '@booking-payment/events/schemas';
import { ONE_SIDED, gapsIn, type Gap, type Schema } from './cover';
import type { Frozen } from './frozen';

/** What a released schema promised and today's does not keep, one line each, with what to do. */
export function breaches(frozen: readonly Frozen[], topics: readonly TopicDefinition[]): string[] {
  const promised = new Set(frozen.map(idOf));
  const unfrozen = topics.flatMap(({ name: topic, messages }) =>
    messages.flatMap(({ family, name, versions }) =>
      versions
        .map(({ version }) => ({ family, name, version, topic }))
        .filter((known) => !promised.has(idOf(known)))
        .map((known) => `${idOf(known)} is not frozen: run npm run events:freeze and commit it.`),
    ),
  );
  return [...frozen.flatMap((one) => breachesOf(one, topics)), ...unfrozen];
}

const idOf = ({ family, name, version }: Pick<Frozen, 'family' | 'name' | 'version'>) =>
  `${family} ${name} ${version}`;

function breachesOf(frozen: Frozen, topics: readonly TopicDefinition[]): string[] {
  const topic = topics.find(({ name }) => name === frozen.topic);
  const message = topic?.messages.find(
    ({ name, direction }) => name === frozen.name && direction === frozen.direction,
  );
  const version = message?.versions.find((one) => one.version === frozen.version);
  if (!topic || !message || !version)
    return [`${idOf(frozen)} is gone from ${frozen.topic}: released messages stay. Put it back.`];
  const [major = '1', minor = '0'] = frozen.version.split('.');
  const advice =
    `Take the change back, or leave ${frozen.version} as it was and add version ` +
    `${major}.${Number(minor) + 1} (fields that are always there) or ${Number(major) + 1}.0 (anything else) ` +
    'beside it in the catalogue.';
  return differences(frozen, topic, message, version).map(
    ({ path, what }) => `${idOf(frozen)}: ${path || 'the body'} ${what}. ${advice}`,
  );
}

function differences(
  frozen: Frozen,
  topic: TopicDefinition,
  message: Message,
  version: MessageVersion,
): Gap[] {
  const today = writersSchema(version) as Schema;
  const key = { path: 'the key', what: `is ${topic.key} and was ${frozen.key}` };
  return [
    ...(topic.key === frozen.key ? [] : [key]),
    ...faultsIn(readerOf(message, version), frozen.example).map(({ path, message: rule }) => ({
      path,
      what: `of the frozen example is refused by today's reader (${rule})`,
    })),
    ...gone(frozen.schema, today),
    ...(frozen.direction === 'out' ? gapsIn(frozen.schema, today).map(toReaders) : []),
    ...gapsIn(today, frozen.schema).map(frozen.direction === 'out' ? toRecords : toSenders),
  ];
}

/** Consumers who were promised the frozen schema meet what we write today. */
function toReaders({ path, what }: Gap): Gap {
  return { path, what: what === ONE_SIDED ? 'is no longer always there' : `${what} as promised` };
}

/** Today's consumers meet records that were written under the frozen schema: topics keep them. */
function toRecords({ path, what }: Gap): Gap {
  const fault = what === ONE_SIDED ? 'is not always there' : `${what} today`;
  return { path, what: `in records written before ${fault}` };
}

/** Senders who keep to the frozen schema meet what we take today. */
function toSenders({ path, what }: Gap): Gap {
  const fault = what === ONE_SIDED ? 'is required now' : `was taken more widely: ${what} now`;
  return { path, what: fault };
}

/** What consumers may use, or senders mean something by, required or not. */
function gone(frozen: Schema, today: Schema, path = ''): Gap[] {
  return Object.entries(frozen.properties ?? {}).flatMap(([name, schema]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const other = today.properties?.[name];
    return other ? gone(object(schema), object(other), at) : [{ path: at, what: 'is gone' }];
  });
}

/** The object among the alternatives, of which one may be `null`. */
function object(schema: Schema): Schema {
  return (schema.anyOf ?? [schema]).find(({ properties }) => properties !== undefined) ?? schema;
}
