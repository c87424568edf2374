import { z } from 'zod';
import { readerOf } from './readers';
import type { Message, MessageVersion } from './topic';

export type JsonSchema = { [keyword: string]: unknown };

/** What a writer of it must keep to: ours of outgoing bodies, theirs of incoming ones. */
export function writersSchema(version: MessageVersion): JsonSchema {
  return z.toJSONSchema(version.schema, { target: 'draft-7', io: 'input' });
}

/** What a reader can rely on: further fields may come. */
export function readersSchema(message: Message, version: MessageVersion): JsonSchema {
  return z.toJSONSchema(readerOf(message, version), { target: 'draft-7', io: 'input' });
}

/** Of headers, which are text. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
}
