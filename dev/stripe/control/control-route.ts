import { z } from 'zod';
import type { Faults } from '../http/faults';
import type { Idempotency } from '../http/idempotency';
import type { World } from '../state/world';
import type { Deliveries } from '../webhooks/deliveries';
import type { WebhookFaults } from '../webhooks/webhook-faults';

export type ControlParts = {
  world: World;
  faults: Faults;
  webhookFaults: WebhookFaults;
  idempotency: Idempotency;
  deliveries: Deliveries;
};

export type ControlRoute = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  about: string;
  body: Record<string, string>;
  run(parts: ControlParts, id: string, body: unknown): unknown;
};

type Definition<S extends z.ZodType> = {
  method: ControlRoute['method'];
  path: string;
  about: string;
  /** Each field in words; also the fix that a wrong body is answered with. */
  body?: Record<string, string>;
  schema?: S;
  run(parts: ControlParts, id: string, body: z.infer<S>): unknown;
};

/** What the caller has to change, told by field. */
export class BadControl extends Error {
  constructor(
    readonly field: string,
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}

const nothing = z.strictObject({});

export function controlRoute<S extends z.ZodType = typeof nothing>(
  given: Definition<S>,
): ControlRoute {
  const { method, path, about, body = {} } = given;
  const schema = given.schema ?? nothing;
  return {
    method,
    path,
    about,
    body,
    run(parts, id, raw) {
      const read = schema.safeParse(raw ?? {});
      if (read.success) return given.run(parts, id, read.data as z.infer<S>);
      const issue = read.error.issues[0];
      const field = [...(issue?.path ?? []), ...unknownKeys(issue)].join('.') || 'body';
      const fix =
        body[field.split('.')[0] ?? ''] ??
        `allowed: ${Object.keys(body).join(', ') || 'no fields'}`;
      throw new BadControl(field, issue?.message ?? 'not understood', fix);
    },
  };
}

const unknownKeys = (issue: z.core.$ZodIssue | undefined) =>
  issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
