import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MESSAGES, type Suite } from './messages';
import type { Heard } from './world';

type Json = Record<string, unknown>;

/** A message as its document has it: topic, key field, and the body of its example or its class. */
export interface Documented {
  readonly topic: string;
  /** The field of the body that is the partition key. */
  readonly key?: string;
  /** Every field of it must be there, with the same type. */
  readonly body: Json;
  /** May be absent; if it is there, with the same type. */
  readonly optional?: Json;
  /** Fields whose very value the document fixes. */
  readonly fixed?: Json;
}

/** A call and its answer, as the document has them. */
export interface Exchange {
  readonly request: Json;
  /** Every field of it must be in the answer, with the same type. */
  readonly response: Json;
}

/** The messages of one suite, and which of them no test has shown yet. */
export function openDocuments(suite: Suite) {
  const all: readonly string[] = MESSAGES[suite];
  const left = new Set(all);

  function read(name: string): unknown {
    if (!all.includes(name)) throw new Error(`${name} is not in the table of messages`);
    return JSON.parse(readFileSync(join(__dirname, 'fixtures', `${name}.json`), 'utf8'));
  }

  return {
    /** A message that is sent to us. */
    toSend(name: string): Documented {
      left.delete(name);
      return read(name) as Documented;
    },
    topicOf: (name: string): string => (read(name) as Documented).topic,
    requestOf: (name: string): Json => (read(name) as Exchange).request,

    /** What of its document a record does not keep, in words; empty when it keeps all of it. */
    breaches(heard: Heard, name: string): string[] {
      const found = breaches(heard, read(name) as Documented);
      if (found.length === 0) left.delete(name);
      return found;
    },

    /** The same of an answer by HTTP. */
    answerBreaches(answer: Json, name: string): string[] {
      const found = unlike('', answer, (read(name) as Exchange).response);
      if (found.length === 0) left.delete(name);
      return found;
    },

    left: (): string[] => [...left],
  };
}

function breaches(heard: Heard, { body, optional = {}, fixed = {}, key }: Documented) {
  const given = Object.entries(optional).filter(([name]) => heard.body[name] !== undefined);
  return [
    ...unlike('', heard.body, body),
    ...unlike('', heard.body, Object.fromEntries(given)),
    ...Object.entries(fixed)
      .filter(([name, value]) => at(heard.body, name) !== value)
      .map(([name, value]) => `${name} is ${text(at(heard.body, name))}, not ${text(value)}`),
    ...(key === undefined || String(at(heard.body, key)) === heard.key
      ? []
      : [`the key is ${heard.key}, not ${key}`]),
  ];
}

function unlike(path: string, received: unknown, example: unknown): string[] {
  if (kindOf(received) !== kindOf(example))
    return [`${path} is ${text(received)}, the document has ${text(example)}`];
  if (kindOf(example) !== 'object') return [];
  return Object.entries(example as Json).flatMap(([name, value]) =>
    unlike(path ? `${path}.${name}` : name, (received as Json)[name], value),
  );
}

/** JSON's types, and among texts the times: a consumer parses them. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value !== 'string') return typeof value;
  if (/^\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z$/.test(value)) return 'time in milliseconds';
  if (/^\d{4}-\d\d-\d\dT[\d:]+Z$/.test(value)) return 'time in seconds';
  if (/^\d{4}-\d\d-\d\dT[\d:.]+$/.test(value)) return 'time without a zone';
  return 'text';
}

function at(body: Json, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Json | undefined)?.[name], body);
}

function text(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
