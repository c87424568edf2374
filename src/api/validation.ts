import type { z } from 'zod';
import { Problem, type FieldError } from './problem';

/** Checks a body. Each fault names the field, the rule and, through the rule, the remedy. */
export function parse<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid([{ path: '', message: 'The body must be a JSON object.' }]);
  const unfit = unfitText(body);
  if (unfit !== undefined)
    throw invalid([{ path: unfit, message: 'Remove NUL characters and unpaired surrogates.' }]);
  const result = schema.safeParse(body);
  if (!result.success) throw invalid(result.error.issues.flatMap(fieldErrors));
  return result.data;
}

export function invalid(errors: readonly FieldError[]): Problem {
  const fields = errors.map(({ path }) => path || 'body').slice(0, 5);
  return new Problem('validation_failed', `Check ${[...new Set(fields)].join(', ')}.`, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String);
  const at = (name?: string) => [...path, ...(name === undefined ? [] : [name])].join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: at(key.slice(0, 100)),
      message: 'This field is not known here. Remove it, or check its spelling.',
    }));
  if (issue.code === 'invalid_type' && / undefined$/.test(issue.message))
    return [{ path: at(), message: `This field is required, as ${issue.expected}.` }];
  return [{ path: at(), message: issue.message }];
}

/** PostgreSQL stores neither, and a hash of an unpaired surrogate is not stable. */
function unfitText(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value === 'string')
    return /\0|\p{Surrogate}/u.test(value) ? path.join('.') : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const unfit = unfitText(key, path) ?? unfitText(inner, [...path, key]);
    if (unfit !== undefined) return unfit;
  }
  return undefined;
}
