import type { JsonSchema } from '@booking-payment/events/schemas';

/** One line of a body's table. */
export interface Field {
  /** `payload.amount` */
  path: string;
  name: string;
  /** 0: of the body itself. */
  depth: number;
  type: string;
  required: boolean;
  description: string;
  /** Limits, in words. */
  rule: string;
}

interface Node extends JsonSchema {
  type?: string | readonly string[];
  description?: string;
  properties?: Record<string, Node>;
  required?: readonly string[];
  anyOf?: readonly Node[];
  allOf?: readonly Node[];
  enum?: readonly unknown[];
  const?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  maxLength?: number;
}

/** A JSON Schema as people read it: every field, the outer before the inner. */
export function fieldsOf(schema: JsonSchema, parent = '', depth = 0): Field[] {
  const { properties = {}, required = [] } = objectIn(schema);
  return Object.entries(properties).flatMap(([name, node]) => {
    const path = parent === '' ? name : `${parent}.${name}`;
    const field = {
      ...{ path, name, depth, type: typeOf(node), required: required.includes(name) },
      description: node.description ?? '',
      rule: ruleOf(objectIn(node)),
    };
    return [field, ...fieldsOf(node, path, depth + 1)];
  });
}

/** Of something that may be `null`, the other. */
function objectIn(schema: Node): Node {
  return schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
}

/** The pattern says it all, where there is one. */
function ruleOf({ pattern, minimum, maximum, exclusiveMinimum, maxLength }: Node): string {
  if (pattern !== undefined) return pattern;
  const low = exclusiveMinimum === undefined ? minimum : `more than ${exclusiveMinimum}`;
  return [
    low !== undefined && low !== 0 && `from ${low}`,
    maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && `to ${maximum}`,
    maxLength !== undefined && `at most ${maxLength} characters`,
  ]
    .filter((part) => part !== false)
    .join(' ')
    .replace('from more', 'more');
}

function typeOf(node: Node): string {
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum) return node.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (node.anyOf) return node.anyOf.map(typeOf).join(' | ');
  const { type = 'anything' } = node;
  return typeof type === 'string' ? type : type.join(' | ');
}
