import type { z } from 'zod';
import { PoisonRecord } from '../consumer/poison-record';
import { faultsInWords, faultsOf, ruleOf } from './faults';
import { nestingOf } from './nesting';

export interface DecodeLimits {
  maxBytes: number;
  maxDepth: number;
}

export const DECODE_LIMITS: DecodeLimits = { maxBytes: 1024 * 1024, maxDepth: 32 };

/**
 * Bytes → what the schema promises. Anything else is a `PoisonRecord` that says which rule was
 * broken and quotes nothing. Size and depth are measured before anything is parsed.
 */
export function decode<S extends z.ZodType>(
  bytes: Uint8Array | null,
  schema: S,
  limits: DecodeLimits = DECODE_LIMITS,
): z.output<S> {
  const result = schema.safeParse(decodeJson(bytes, limits), { error: ruleOf });
  if (result.success) return result.data;
  throw poison(faultsInWords(faultsOf(result.error)));
}

/** For who must look at the body before choosing its schema. */
export function decodeJson(bytes: Uint8Array | null, limits = DECODE_LIMITS): unknown {
  if (bytes === null || bytes.length === 0)
    throw poison('The record has no value: send a JSON object');
  if (bytes.length > limits.maxBytes)
    throw poison(`The value has ${bytes.length} bytes: send at most ${limits.maxBytes}`);
  if (nestingOf(bytes, limits.maxDepth) > limits.maxDepth)
    throw poison(`The value nests deeper than ${limits.maxDepth} levels: send a flatter one`);
  return parsed(textOf(bytes));
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw poison('The value is not UTF-8: send JSON as UTF-8');
  }
}

/** The parser's own message quotes what it read. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw poison('The value is not JSON: send one JSON object');
  }
}

function poison(message: string): PoisonRecord {
  return new PoisonRecord('schema', message);
}
