export type StripeEvent = {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: { object: Record<string, unknown>; previous_attributes?: Record<string, unknown> };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
};

type Plain = Record<string, unknown>;

/** What the changed fields were before; inside a hash only its changed keys, as Stripe does. */
export function previousAttributes(before: Plain, after: Plain): Plain {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !same(before[name], after[name]));
  return Object.fromEntries(
    changed.map((name) => {
      const [old, fresh] = [before[name], after[name]];
      return [
        name,
        isPlain(old) && isPlain(fresh) ? previousAttributes(old, fresh) : (old ?? null),
      ];
    }),
  );
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
