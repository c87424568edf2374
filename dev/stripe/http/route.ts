import type { World } from '../state/world';
import { readParameters, type Spec, type Values } from './parameters';

export type Caller = 'secret' | 'publishable';
export type Call = { world: World; id: string; caller: Caller };

export type Route = {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  pattern: RegExp;
  open: boolean;
  /** Reads the parameters, so that all validation is over before anything runs. */
  prepare(raw: unknown): Prepared;
};

export type Prepared = { expand: string[]; run(call: Call): object };

type Run<S extends Spec> = (call: Call, given: Values<S>) => object;

/** One operation of Stripe's API; `:id` in the path is the object it is about. */
export function route<S extends Spec>(
  method: Route['method'],
  path: string,
  spec: S,
  run: Run<S>,
): Route {
  return {
    method,
    path,
    pattern: new RegExp(`^${path.replace(':id', '([^/]+)')}$`),
    open: false,
    prepare(raw) {
      const given = readParameters(spec, raw);
      const expand = (given['expand'] as string[] | undefined) ?? [];
      return { expand, run: (call) => run(call, given) };
    },
  };
}

/** A route that Stripe.js may call with a publishable key. */
export const open = (closed: Route): Route => ({ ...closed, open: true });
