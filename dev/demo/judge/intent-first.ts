import type { Dossier } from './dossier';

/** Rows exist before Stripe is asked, and each key has had one effect. */
export function intentFirst({ payment, changes, own }: Dossier): string[] {
  const created = changes.find(({ id }) => id === own?.id);
  if (!created) return [];
  if (payment && payment.createdAt.getTime() <= Date.parse(created.at)) return [];
  return [`Its PaymentIntent ${created.id} was made before its row.`];
}

export function oneEffectPerKey({ changes }: Dossier): string[] {
  const requests = new Map<string, Set<string>>();
  for (const { cause } of changes) {
    const { request, idempotencyKey: key } = cause;
    if (key === null || request === null) continue;
    requests.set(key, (requests.get(key) ?? new Set()).add(request));
  }
  return [...requests]
    .filter(([, by]) => by.size > 1)
    .map(([key, by]) => `Stripe acted ${by.size} times under the idempotency key ${key}.`);
}
