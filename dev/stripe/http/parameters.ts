import { badParameter } from './stripe-error';

/** Turns one form value into what an operation works with, or refuses it as Stripe does. */
export type Reader<T> = (value: unknown, name: string) => T;
export type Spec = Record<string, Reader<unknown>>;
export type Values<S extends Spec> = { [K in keyof S]?: ReturnType<S[K]> | undefined };

export function readParameters<S extends Spec>(spec: S, raw: unknown, within = ''): Values<S> {
  const given = (raw ?? {}) as Record<string, unknown>;
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const path = within ? `${within}[${name}]` : name;
    const reader = Object.hasOwn(spec, name) ? spec[name] : undefined;
    if (!reader)
      throw badParameter(`Received unknown parameter: ${path}`, {
        code: 'parameter_unknown',
        param: path,
      });
    values[name] = reader(value, path);
  }
  return values as Values<S>;
}

export function must<T>(value: T | null | undefined, name: string): T {
  if (value === undefined || value === null)
    throw badParameter(`Missing required param: ${name}.`, {
      code: 'parameter_missing',
      param: name,
    });
  return value;
}

export const text: Reader<string> = (value, name) => {
  if (typeof value !== 'string')
    throw badParameter(`Invalid string: ${JSON.stringify(value)}`, { param: name });
  if (value === '')
    throw badParameter(
      `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`,
      { code: 'parameter_invalid_empty', param: name },
    );
  if (value.length > 5000)
    throw badParameter(
      `Invalid string: ${value.slice(0, 20)}...; must be at most 5000 characters`,
      {
        param: name,
      },
    );
  return value;
};

/** An empty value unsets. */
export const clearable =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (value, name) =>
    value === '' ? null : reader(value, name);

export const integer: Reader<number> = (value, name) => {
  if (typeof value !== 'string' || !/^-?\d{1,15}$/.test(value))
    throw badParameter(`Invalid integer: ${String(value)}`, {
      code: 'parameter_invalid_integer',
      param: name,
    });
  return Number(value);
};

export const boolean: Reader<boolean> = (value, name) => {
  if (value !== 'true' && value !== 'false')
    throw badParameter(`Invalid boolean: ${String(value)}`, { param: name });
  return value === 'true';
};

export const oneOf =
  <const T extends string>(...allowed: T[]): Reader<T> =>
  (value, name) => {
    const found = allowed.find((each) => each === value);
    if (found !== undefined) return found;
    const last = allowed.at(-1) ?? '';
    const list = allowed.length > 1 ? `${allowed.slice(0, -1).join(', ')}, or ${last}` : last;
    throw badParameter(`Invalid ${name}: must be one of ${list}`, { param: name });
  };

export const listOf =
  <T>(reader: Reader<T>, most = 100): Reader<T[]> =>
  (value, name) => {
    const items: unknown[] =
      typeof value === 'object' && value !== null ? Object.values(value) : [value];
    if (items.length > most)
      throw badParameter(`Invalid array: ${name} can hold at most ${most} items`, { param: name });
    return items.map((item, index) => reader(item, `${name}[${index}]`));
  };

export const nested =
  <S extends Spec>(spec: S): Reader<Values<S>> =>
  (value, name) => {
    if (typeof value !== 'object' || value === null)
      throw badParameter(`Invalid object`, { param: name });
    return readParameters(spec, value, name);
  };

/** Taken and kept as it came; the simulator does nothing with it. */
export const anything: Reader<unknown> = (value) => value;
