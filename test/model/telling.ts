import type { Story } from './sequence';
import { setupOf } from './setup';
import type { Model } from './model';

/** A story and what became of it, for people. */
export function tellStory({ setup, steps }: Story, m?: Model): string {
  const { startedAt: _, windowMs: __, ...begins } = setupOf(setup);
  const lines = [
    `setup ${setup}: ${JSON.stringify(begins)}`,
    ...steps.map(({ name, n }) => `  ${name} (${n})`),
  ];
  if (m) lines.push(...whatBecame(m));
  return lines.join('\n');
}

function whatBecame(m: Model): string[] {
  const { rows, stripe, owner, wrong } = m;
  const minutes = (at: number) => ((at - m.setup.startedAt) / 60_000).toFixed(1);
  return [
    ...new Set(wrong.map((one) => `wrong: ${one}`)),
    `place ${owner.place}, flags: ${JSON.stringify([...rows.flags])}`,
    'events:',
    ...rows.events.map(
      ({ eventType, timestamp, payload }) =>
        `  ${minutes(Date.parse(timestamp))} ${eventType} ${payload.bookingStatus}/${payload.paymentStatus}`,
    ),
    'ledger:',
    ...stripe.account.ledger.map(
      ({ at, what, id, intentId, amountMinor, key = 'outside' }) =>
        `  ${minutes(at)} ${what} ${id} on ${intentId}: ${amountMinor} (${key})`,
    ),
    'charges:',
    ...rows.charges.map((row) => `  ${JSON.stringify(row)}`),
    'refunds:',
    ...rows.refunds.map((row) => `  ${JSON.stringify(row)}`),
    'inbox:',
    ...rows.inbox.map(
      ({ event, outcome }) => `  ${event.id} ${event.type} ${event.facts.status ?? ''}: ${outcome}`,
    ),
  ];
}
