/** JSON Schema as zod writes it; of other keywords we have none. */
export interface Schema {
  type?: string | readonly string[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  enum?: readonly unknown[];
  const?: unknown;
  pattern?: string;
  [keyword: string]: unknown;
}

export interface Gap {
  /** `payload.amount`; empty: the body itself. */
  path: string;
  what: string;
}

/** Of a property that `wide` requires and `narrow` does not. */
export const ONE_SIDED = 'is required on one side only';

/**
 * Where a value that `narrow` allows is not one that `wide` allows. What cannot be proved counts as
 * a gap: it is the cautious side. Further properties are always allowed: readers ignore them.
 */
export function gapsIn(wide: Schema, narrow: Schema, path = ''): Gap[] {
  const wides = alternativesOf(wide);
  return alternativesOf(narrow).flatMap((one) => {
    const tries = wides.map((other) => gapsOfOne(other, one, path));
    if (tries.some((gaps) => gaps.length === 0)) return [];
    // Compared with what it most likely was: the first alternative of its type.
    const likely = wides.findIndex((other) => typeGap(other, one) === undefined);
    return tries[Math.max(likely, 0)]!;
  });
}

function alternativesOf(schema: Schema): readonly Schema[] {
  const { type, anyOf, oneOf } = schema;
  if (Array.isArray(type)) return type.map((one: string) => ({ ...schema, type: one }));
  return anyOf ?? oneOf ?? [schema];
}

function gapsOfOne(wide: Schema, narrow: Schema, path: string): Gap[] {
  const differing = typeGap(wide, narrow) ?? valueGap(wide, narrow) ?? ruleGap(wide, narrow);
  if (differing !== undefined) return [{ path, what: differing }];
  const items = wide.items && narrow.items ? gapsIn(wide.items, narrow.items, `${path}[]`) : [];
  return [...items, ...propertyGaps(wide, narrow, path)];
}

function propertyGaps(wide: Schema, narrow: Schema, path: string): Gap[] {
  const always = new Set(narrow.required);
  const required = (wide.required ?? [])
    .filter((name) => !always.has(name))
    .map((name) => ({ path: below(path, name), what: ONE_SIDED }));
  const inside = Object.entries(wide.properties ?? {}).flatMap(([name, schema]) => {
    const other = narrow.properties?.[name];
    return other ? gapsIn(schema, other, below(path, name)) : [];
  });
  return [...required, ...inside];
}

function typeGap({ type: wide }: Schema, { type: narrow }: Schema): string | undefined {
  const same = wide === undefined || wide === narrow;
  if (same || (wide === 'number' && narrow === 'integer')) return undefined;
  return `is of type ${String(narrow ?? 'any')} against ${String(wide)}`;
}

function valueGap(wide: Schema, narrow: Schema): string | undefined {
  const allowed = valuesOf(wide);
  if (!allowed) return undefined;
  const values = valuesOf(narrow);
  if (!values) return `may be anything against ${listed(allowed)}`;
  const more = values.filter((value) => !allowed.includes(value));
  return more.length > 0 ? `may be ${listed(more)} against ${listed(allowed)}` : undefined;
}

function valuesOf(schema: Schema): readonly unknown[] | undefined {
  return 'const' in schema ? [schema.const] : schema.enum;
}

const listed = (values: readonly unknown[]) =>
  values.map((value) => JSON.stringify(value)).join(', ');

const LOWEST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const;
const HIGHEST = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const;

function ruleGap(wide: Schema, narrow: Schema): string | undefined {
  // Fixed values keep whatever rule their list was checked against.
  if (valuesOf(narrow)) return undefined;
  if (wide.pattern !== undefined && wide.pattern !== narrow.pattern)
    return `has another pattern: ${narrow.pattern ?? 'none'} against ${wide.pattern}`;
  const lower = LOWEST.find(
    (rule) => limit(narrow, rule, -Infinity) < limit(wide, rule, -Infinity),
  );
  const higher = HIGHEST.find(
    (rule) => limit(narrow, rule, Infinity) > limit(wide, rule, Infinity),
  );
  const rule = lower ?? higher;
  return rule && `has another ${rule}: ${String(narrow[rule])} against ${String(wide[rule])}`;
}

function limit(schema: Schema, rule: string, none: number): number {
  const value = schema[rule];
  return typeof value === 'number' ? value : none;
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
