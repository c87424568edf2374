import type { Dossier } from './dossier';

/** What the owner's inventory says of the place. */
export function place({ place: kept = 'unknown', expected, payment }: Dossier): string[] {
  if (payment?.status === 'CONFIRMED' && kept !== 'confirmed')
    return [`It is CONFIRMED, but the owner has not confirmed it: its place is ${kept}.`];
  if (!expected || kept === expected.place) return [];
  return [`The owner's inventory has its place as ${kept}; it should be ${expected.place}.`];
}
