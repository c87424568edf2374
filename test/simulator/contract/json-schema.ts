/** Stripe's OpenAPI document, as far as it is read here. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  nullable?: boolean;
  enum?: unknown[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  required?: string[];
  maxLength?: number;
  'x-expansionResources'?: { oneOf: Schema[] };
};

/** What the simulator has; an expandable field about anything else can only be an id. */
const kept = [
  ...['payment_intent', 'charge', 'refund', 'dispute', 'balance_transaction', 'payment_method'],
  ...['customer', 'deleted_customer', 'setup_intent', 'product', 'price'],
  ...['subscription', 'invoice', 'invoice_payment'],
];

/**
 * OpenAPI 3.0 as JSON schema: `nullable` becomes a type, expandable fields are an id or one of our
 * objects, and, more strictly than Stripe says it, an object has no fields that Stripe's has not.
 */
export function jsonSchema(schema: Schema): Schema {
  const { nullable, 'x-expansionResources': expansion, ...rest } = schema;
  const variants = expansion ? schema.anyOf?.filter(isKept) : schema.anyOf;
  const plain: Schema = {
    ...pick(rest, ['$ref', 'type', 'enum', 'required', 'maxLength']),
    ...(variants && { anyOf: variants.map(jsonSchema) }),
    ...(schema.items && { items: jsonSchema(schema.items) }),
    ...(schema.properties && {
      properties: mapValues(schema.properties, jsonSchema),
      additionalProperties: false,
    }),
    ...(typeof schema.additionalProperties === 'object' && {
      additionalProperties: jsonSchema(schema.additionalProperties),
    }),
  };
  return nullable ? { anyOf: [plain, { type: 'null' }] } : plain;
}

function isKept({ $ref, type }: Schema): boolean {
  return type === 'string' || kept.includes($ref?.split('/').at(-1) ?? '');
}

export function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

function pick<T extends object, K extends keyof T>(from: T, names: K[]): Partial<Pick<T, K>> {
  const present = names.filter((name) => from[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, from[name]])) as Partial<Pick<T, K>>;
}
