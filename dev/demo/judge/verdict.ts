import type { DemoBooking } from '../booking';
import { copies } from './copies';
import { disputes } from './disputes';
import type { Dossier } from './dossier';
import { eventIds } from './event-ids';
import { events } from './events';
import { families } from './families';
import { headers } from './headers';
import { inTime } from './in-time';
import { intentFirst, oneEffectPerKey, onePayment, paidInFull } from './intents';
import { money } from './money';
import { place } from './place';
import { refunds } from './refunds';
import { states } from './states';
import { statuses } from './statuses';
import { oneStory } from './story';
import { truth } from './truth';

/** What may be otherwise where processes were killed on purpose. */
export interface Allowance {
  /** Copies of records; each still byte for byte the same. */
  readonly repeats: boolean;
  /** Events about a moment that had passed before anybody was up to see it. */
  readonly missedMoments: readonly string[];
  /** How long after its deadline a booking may be decided. */
  readonly decidedWithinMs: number;
}

export interface Verdict {
  readonly booking: DemoBooking;
  readonly dossier: Dossier;
  /** One sentence for each thing that is wrong. */
  readonly faults: readonly string[];
}

export const NOTHING_FAILED: Allowance = {
  repeats: false,
  missedMoments: [],
  decidedWithinMs: 30_000,
};

/** By Stripe's ledger, the database, Kafka and the owner's inventory; never by the product's word. */
export function judge(dossier: Dossier, allowance: Allowance): readonly string[] {
  const { trouble } = dossier.booking;
  const faults = [
    ...money(dossier),
    ...paidInFull(dossier),
    ...intentFirst(dossier),
    ...onePayment(dossier),
    ...oneEffectPerKey(dossier),
    ...refunds(dossier),
    ...disputes(dossier),
    ...states(dossier),
    ...inTime(dossier, allowance.decidedWithinMs),
    ...oneStory(dossier),
    ...truth(dossier),
    ...place(dossier),
    ...events(dossier, allowance.missedMoments),
    ...statuses(dossier),
    ...eventIds(dossier),
    ...copies(dossier, allowance.repeats),
    ...families(dossier),
    ...headers(dossier),
    ...(trouble === undefined ? [] : [`It could not be driven on: ${trouble}.`]),
  ];
  return [...new Set(faults)];
}
