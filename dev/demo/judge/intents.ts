import { shown } from '../price';
import type { Dossier } from './dossier';
import { named } from './named';
import { capturedMinor, keptMinor } from './sums';

const OVER = new Set([
  'CANCELLED',
  'EXPIRED',
  'CONFIRMED',
  'PARTIALLY_REFUNDED',
  'REFUND_PENDING',
  'REFUND_FAILED',
  'REFUNDED',
]);
const PAID = new Set(['CONFIRMED', 'PARTIALLY_REFUNDED']);

/** A confirmed booking was paid: this sum, in this currency, on its own PaymentIntent. */
export function paidInFull({ payment, charges, own }: Dossier): string[] {
  if (!payment || !PAID.has(payment.status)) return [];
  const { status, currency, amountMinor } = payment;
  const paid = charges.some(
    (charge) =>
      charge.payment_intent === own?.id &&
      charge.captured &&
      charge.status === 'succeeded' &&
      charge.amount_captured === amountMinor &&
      charge.currency === currency,
  );
  if (paid) return [];
  return named('I2', [`It is ${status}, but Stripe took no ${shown({ amountMinor, currency })}.`]);
}

/** Rows exist before Stripe is asked. */
export function intentFirst({ payment, changes, own, charges }: Dossier): string[] {
  const ours = new Set([own?.id, ...charges.map(({ id }) => id)]);
  const born = new Map<string, string>();
  for (const { id, at } of changes) if (ours.has(id) && !born.has(id)) born.set(id, at);
  const early = [...born].filter(
    ([, at]) => !payment || payment.createdAt.getTime() > Date.parse(at),
  );
  return named(
    'I3',
    early.map(([id]) => `${id} was made before its row.`),
  );
}

/** One PaymentIntent of ours, one charge on it, and nothing to pay on once the booking is over. */
export function onePayment(dossier: Dossier): string[] {
  const { own, strays, charges, payment, changes } = dossier;
  const made = (id: string) => changes.find((change) => change.id === id)?.cause.idempotencyKey;
  const second = strays.filter(({ id }) => made(id)?.startsWith('payment-intent:'));
  const found = second.map(({ id }) => `${id} is a second PaymentIntent of ours.`);
  const taken = charges.filter(
    (charge) =>
      charge.payment_intent === own?.id && charge.captured && charge.status === 'succeeded',
  );
  if (taken.length > 1) found.push(`Its customer was charged ${taken.length} times.`);
  const keeping = [own, ...strays].filter(
    (intent) => intent && capturedMinor(dossier, intent.id) > 0 && keptMinor(dossier, intent) > 0,
  );
  if (keeping.length > 1 && dossier.flags.length === 0)
    found.push(`${keeping.length} PaymentIntents keep money for it.`);
  const open = own && !['succeeded', 'canceled'].includes(own.status);
  if (open && payment && OVER.has(payment.status))
    found.push(`It is ${payment.status}, but its PaymentIntent is still usable (${own.status}).`);
  return named('I4', found);
}

/** Each key has had one effect at Stripe. */
export function oneEffectPerKey({ changes }: Dossier): string[] {
  const requests = new Map<string, Set<string>>();
  for (const { cause } of changes) {
    const { request, idempotencyKey: key } = cause;
    if (key === null || request === null) continue;
    requests.set(key, (requests.get(key) ?? new Set()).add(request));
  }
  const twice = [...requests].filter(([, by]) => by.size > 1);
  return named(
    'I6',
    twice.map(([key, by]) => `Stripe acted ${by.size} times under the idempotency key ${key}.`),
  );
}
