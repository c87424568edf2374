import type { z } from 'zod';
import { PoisonRecord } from '../consumer/poison-record';
import { MESSAGES } from './catalogue';
import { decode } from './decode';
import { tolerant } from './tolerant';
import type { Message, MessageVersion } from './topic';

const SCHEMA_ID = /^urn:booking-payment:schema:([a-z]+:[a-z_.-]+):(\d+)\.(\d+)$/;

/** As `ce_dataschema` names it. */
export function schemaIdOf({ family, name }: Message, version: string): string {
  return `urn:booking-payment:schema:${family}:${name}:${version}`;
}

export interface Read {
  message: Message;
  /** The version that it was read as; the record's own may be a later one of the same major. */
  version: string;
  body: unknown;
}

interface Received {
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Reads our records by the schema that each names. A later minor version is read as the newest one
 * known of its major, for it only adds; any other unknown one is a `PoisonRecord`.
 */
export function createRecordReader(messages: readonly Message[] = MESSAGES) {
  const known = new Map(messages.map((message) => [`${message.family}:${message.name}`, message]));
  const readers = new Map<MessageVersion, z.ZodType>();

  const readerFor = (message: Message, version: MessageVersion): z.ZodType => {
    const reader = readers.get(version) ?? readerOf(message, version);
    readers.set(version, reader);
    return reader;
  };

  return ({ headers, value }: Received): Read => {
    const [, id = '', major = '', minor = ''] =
      SCHEMA_ID.exec(headers['ce_dataschema'] ?? '') ??
      unknown('ce_dataschema names no schema: send the id of the one that the body keeps to');
    const message =
      known.get(id) ?? unknown('ce_dataschema names a message not known here: update the reader');
    const version =
      versionFor(message, major, minor) ??
      unknown('ce_dataschema names a version not known here: update the reader');
    const body: unknown = decode(value, readerFor(message, version));
    return { message, version: version.version, body };
  };
}

/** Tolerant, whoever wrote it. */
export function readerOf({ direction }: Message, { schema }: MessageVersion): z.ZodType {
  return direction === 'out' ? tolerant(schema) : schema;
}

function versionFor({ versions }: Message, major: string, minor: string) {
  const ofMajor = versions.filter(({ version }) => version.startsWith(`${major}.`));
  return ofMajor.find(({ version }) => version === `${major}.${minor}`) ?? ofMajor.at(-1);
}

function unknown(message: string): never {
  throw new PoisonRecord('unknown-type', message);
}
