import { z } from 'zod';
import { kinds, type Kept, type Kind } from '../objects';
import { defaultSettings } from '../objects/simulation';
import { seedCatalog } from '../operations/catalog';
import type { World } from '../state/world';
import { controlRoute } from './control-route';
import { byControl } from './payments';

const { id: _id, object: _object, ...adjustable } = defaultSettings;
const settingNames = Object.keys(adjustable) as (keyof typeof adjustable)[];
const seconds = z.number().int().min(0).optional();
const settings = z.strictObject({
  charge_updated_seconds: seconds,
  debit_settles_seconds: seconds,
  refund_settles_seconds: seconds,
  refund_fails_seconds: seconds,
  dispute_judged_seconds: seconds,
  max_confirms: z.number().int().min(1).optional(),
  invoice_finalizes_seconds: seconds,
  invoice_retry_days: z.array(z.number().int().min(1)).max(8).optional(),
  dunning_ends_in: z.enum(['canceled', 'unpaid', 'past_due']).optional(),
} satisfies Record<(typeof settingNames)[number], z.ZodType>);

export const stateRoutes = [
  controlRoute({
    method: 'GET',
    path: '/state',
    about: 'How many objects of each kind and status there are, and the money of each currency.',
    run: ({ world }) => ({ objects: counts(world), money: money(world) }),
  }),
  controlRoute({
    method: 'GET',
    path: '/settings',
    about: 'How soon Stripe acts by itself, in seconds of the clock.',
    run: ({ world }) => world.settings(),
  }),
  controlRoute({
    method: 'POST',
    path: '/settings',
    about: 'Changes how soon Stripe acts by itself. Kept in the ledger.',
    body: Object.fromEntries(
      settingNames.map((name) => [name, `default ${JSON.stringify(adjustable[name])}`]),
    ),
    schema: settings,
    run: ({ world }, _id, given) =>
      world.act(byControl('settings'), () => {
        const changed = Object.entries(given).filter(([, value]) => value !== undefined);
        return world.store.save({ ...world.settings(), ...Object.fromEntries(changed) });
      }),
  }),
  controlRoute({
    method: 'POST',
    path: '/reset',
    about: 'Forgets everything: objects, events, keys, faults, and the moved clock.',
    run({ world, faults, webhookFaults, idempotency, deliveries }) {
      faults.clear();
      webhookFaults.clear();
      deliveries.forget();
      idempotency.clear();
      world.store.clear();
      world.events.clear();
      world.clock.setOffset(0);
      world.ledger.append('reset', {});
      seedCatalog(world);
      return { reset: true };
    },
  }),
];

const ownNotes: Kind[] = ['task', 'settings', 'pending_item'];

function counts(world: World) {
  const shown = kinds.filter((kind) => !ownNotes.includes(kind));
  return Object.fromEntries(shown.map((kind) => [kind, byStatus(world.store.all(kind))]));
}

function byStatus(objects: Kept[]): Record<string, number> {
  const count: Record<string, number> = { total: objects.length };
  for (const object of objects)
    if ('status' in object) count[object.status] = (count[object.status] ?? 0) + 1;
  return count;
}

/** From the balance transactions alone, as a book-keeper would. */
function money(world: World) {
  const totals: Record<string, Record<string, number>> = {};
  for (const booked of world.store.all('balance_transaction')) {
    const of = (totals[booked.currency] ??= { net: 0, fee: 0 });
    of[booked.reporting_category] = (of[booked.reporting_category] ?? 0) + booked.amount;
    of['fee'] = (of['fee'] ?? 0) + booked.fee;
    of['net'] = (of['net'] ?? 0) + booked.net;
  }
  return totals;
}
