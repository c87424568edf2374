import type { CaseFile } from './case-file';
import { complaints, type Violation } from './violation';

/** No leak and no overbooking: who has paid has the place, who was given up has none. */
export function place({ bookingId, booking, transitions, place: at }: CaseFile): Violation[] {
  const { found, when } = complaints(bookingId, 'place');
  if (!booking) return found;
  const { status } = booking;
  const is = `it is ${status}, and the owner has it as ${at ?? 'unknown'}`;
  const wasConfirmed = transitions.some(({ type }) => type === 'booking.confirmed');
  const hasIt = at === 'held' || at === 'confirmed';
  when(['CONFIRMED', 'PARTIALLY_REFUNDED'].includes(status) && at !== 'confirmed', is);
  when(['CANCELLED', 'EXPIRED'].includes(status) && hasIt, is);
  when(status === 'REFUNDED' && !wasConfirmed && hasIt, is);
  return found;
}
