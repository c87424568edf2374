import Ajv, { type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import { jsonSchema, mapValues, type Schema } from './json-schema';

type Response = { content: { 'application/json': { schema: Schema } } };
type Operation = { responses: Record<string, Response> };
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** The document is of dahlia; the SDK, and so the simulator, is of endive, which added these. */
const sinceEndive: Record<string, Record<string, Schema>> = {
  payment_intent: { payment_record: { nullable: true, type: 'string' }, source: { type: 'null' } },
  charge: { source: { type: 'null' } },
  payment_method_details_card: {
    electronic_commerce_indicator: { nullable: true, type: 'string' },
  },
  dispute: { intended_submission_method: { nullable: true, type: 'string' } },
  dispute_evidence_details: { submission_method: { type: 'string' } },
};

const DOCUMENT = 'https://stripe.example/openapi';

export type Contract = ReturnType<typeof readContract>;

/** Says what is wrong with an answer, or nothing. */
export function readContract(file: string) {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
  for (const [name, added] of Object.entries(sinceEndive))
    Object.assign(document.components.schemas[name]?.properties ?? {}, added);
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true });
  const schemas = mapValues(document.components.schemas, jsonSchema);
  ajv.addSchema({ $id: DOCUMENT, components: { schemas } });
  const compiled = new Map<string, ValidateFunction>();

  function check(name: string, schema: Schema, value: unknown): string[] {
    const validate = compiled.get(name) ?? ajv.compile(absolute(schema));
    compiled.set(name, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  /** The schema of what an operation answers; of every error there is one. */
  function checkAnswer(method: string, path: string, status: number, body: unknown): string[] {
    const template = Object.keys(document.paths).find((each) => templateOf(each).test(path));
    const operation = document.paths[template ?? '']?.[method.toLowerCase()];
    if (!template || !operation) return [`The document has no ${method} ${path}.`];
    const response = operation.responses[status === 200 ? '200' : 'default'];
    if (!response) return [`${method} ${template} has no answer of status ${status}.`];
    const schema = jsonSchema(response.content['application/json'].schema);
    return check(`${method} ${template} ${status === 200 ? 200 : 'error'}`, schema, body);
  }

  return {
    checkAnswer,
    checkObject: (kind: string, value: unknown) =>
      check(kind, { $ref: `#/components/schemas/${kind}` }, value),
  };
}

/** Fixed paths before those with a parameter: `/v1/events` is not `/v1/{id}`. */
const templateOf = (path: string) => new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);

function absolute(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${DOCUMENT}#/`)) as Schema;
}
