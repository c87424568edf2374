import type { Mutant } from '../mutant';

/** Webhooks: none lost, none applied twice, none believed unread. */
export const INBOX: readonly Mutant[] = [
  {
    case: 'H14',
    about: 'news that comes before its row is dropped',
    file: 'src/inbox/decision.ts',
    from: 'paymentId === paymentIdOf(bookingId)) return PARK;',
    to: 'paymentId === paymentIdOf(bookingId)) return IGNORE;',
  },
  {
    case: 'H15',
    about: 'an event that could not be recorded is acknowledged',
    file: 'src/api/stripe-webhook.ts',
    from: "throw unavailable('The event could not be recorded.');",
    to: "return 'late';",
  },
  {
    case: 'H16',
    about: 'an event that a dead process had claimed is never taken up again',
    file: 'src/db/stripe-events.ts',
    from: 'WHERE delivered_at IS NULL AND next_delivery_at <= ${now}',
    to: 'WHERE delivered_at IS NULL AND next_delivery_at <= ${now} AND deliveries = 0',
  },
  {
    case: 'H17',
    about: 'Stripe is told of failures that are ours to repair',
    file: 'src/inbox/reception.ts',
    from: "return outcomes?.get(stripeEventId) ?? 'late';",
    to: "if (outcomes?.get(stripeEventId) === 'failed') throw new Error('It was not delivered.');\n    return outcomes?.get(stripeEventId) ?? 'late';",
  },
  {
    case: 'H18',
    about: 'a payment whose PaymentIntent is not on record yet is not told of its money',
    file: 'src/inbox/decision.ts',
    from: 'if (waits && ownIntent === undefined) return PARK;',
    to: 'if (waits && ownIntent === undefined) return NOTHING;',
  },
  {
    case: 'H29',
    about: 'a scan of Stripe’s events takes each for known',
    file: 'src/inbox/scan.ts',
    from: 'known.has(event.stripeEventId) ?',
    to: 'known.size >= 0 ?',
  },
  {
    case: 'H26',
    about: 'an event that was received before is handed over again',
    file: 'src/inbox/reception.ts',
    from: "if (!isNew) return 'duplicate';",
    to: '',
  },
  {
    case: 'C8',
    about: 'a webhook that waited in Kafka is taken for a replay',
    file: 'src/commands/webhook-received.ts',
    from: 'const at = timeOf(timestampMs);',
    to: 'const at = new Date();',
  },
  {
    case: 'H30',
    about: 'only the first signing secret counts',
    file: 'src/stripe/webhook-signature.ts',
    from: 'secrets.some((secret) =>',
    to: 'secrets.slice(0, 1).some((secret) =>',
  },
];
