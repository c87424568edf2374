import type { DemoBooking } from '../booking';
import { copies } from './copies';
import type { Dossier } from './dossier';
import { eventIds } from './event-ids';
import { events } from './events';
import { families } from './families';
import { headers } from './headers';
import { intentFirst, oneEffectPerKey } from './intent-first';
import { money } from './money';
import { place } from './place';
import { refunds } from './refunds';
import { states } from './states';
import { statuses } from './statuses';

/** What may be otherwise where processes were killed on purpose. */
export interface Allowance {
  /** Copies of records; each still byte for byte the same. */
  readonly repeats: boolean;
  /** Events about a moment that had passed before anybody was up to see it. */
  readonly missedMoments: readonly string[];
}

export interface Verdict {
  readonly booking: DemoBooking;
  readonly dossier: Dossier;
  /** One sentence for each thing that is wrong. */
  readonly faults: readonly string[];
}

export const NOTHING_FAILED: Allowance = { repeats: false, missedMoments: [] };

/** By Stripe's ledger, the database, Kafka and the owner's inventory; never by the product's word. */
export function judge(dossier: Dossier, { repeats, missedMoments }: Allowance): Verdict {
  const { booking } = dossier;
  const faults = [
    ...money(dossier),
    ...states(dossier),
    ...place(dossier),
    ...refunds(dossier),
    ...intentFirst(dossier),
    ...oneEffectPerKey(dossier),
    ...events(dossier, missedMoments),
    ...statuses(dossier),
    ...eventIds(dossier),
    ...copies(dossier, repeats),
    ...families(dossier),
    ...headers(dossier),
    ...(booking.trouble === undefined ? [] : [`It could not be driven on: ${booking.trouble}.`]),
  ];
  return { booking, dossier, faults: [...new Set(faults)] };
}
