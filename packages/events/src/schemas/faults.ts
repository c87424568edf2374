import type { z } from 'zod';

export interface FieldFault {
  /** `metadata.requestId`; empty: the whole value. */
  path: string;
  /** The rule and the fix, and nothing of what was sent. */
  message: string;
}

const MOST = 5;

/** What is wrong with a value, in the words of its schema; empty when nothing is. */
export function faultsIn(schema: z.ZodType, value: unknown): FieldFault[] {
  const result = schema.safeParse(value, { error: ruleOf });
  return result.success ? [] : faultsOf(result.error);
}

export function faultsOf(error: z.ZodError): FieldFault[] {
  return error.issues
    .slice(0, MOST)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
}

/** One line for a dead letter or a result's `error`. */
export function faultsInWords(faults: readonly FieldFault[]): string {
  return faults.map(({ path, message }) => `${path || 'value'}: ${message}`).join('; ');
}

/** Where a schema has no words of its own: zod's, without anything that was sent. */
export function ruleOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `Missing: send ${articled(issue.expected)}`
        : `Send ${articled(issue.expected)} instead of ${articled(kindOf(issue.input))}`;
    case 'unrecognized_keys':
      return 'Leave out the fields that the schema does not know';
    case 'invalid_union':
      return issue.discriminator
        ? `Send one of the known values${listed(issue['options'])}`
        : 'Send one of the shapes that the schema knows';
    default:
      return undefined;
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function articled(kind: string): string {
  if (kind === 'null' || kind === 'undefined') return kind;
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

function listed(options: unknown): string {
  return Array.isArray(options) ? `: ${options.map(String).join(', ')}` : '';
}
