import type { DemoBooking } from '../booking';
import type { Stage } from '../stage/stage';
import { event } from './ending';

export const opened = event('payment.disputed');
export const closed = (outcome: string) => event('payment.dispute_closed', { outcome });

/** A confirmed booking whose customer has called the bank; answers the ids. */
export async function dispute(
  booking: DemoBooking,
  { api, customer, bank, until }: Stage,
  kind: 'chargeback' | 'inquiry' = 'chargeback',
) {
  const intentId = await api.create(booking);
  await customer.pay(booking, intentId);
  await until(booking, { booking: 'CONFIRMED' });
  const disputeId = await bank.dispute(booking, intentId, kind);
  const asked = kind === 'inquiry' ? 'warning_needs_response' : 'needs_response';
  await until(booking, { dispute: asked });
  return { intentId, disputeId };
}

/** The bank decides, and the product has heard of it. */
export async function decide(
  booking: DemoBooking,
  stage: Stage,
  disputeId: string,
  as: 'won' | 'lost',
) {
  await stage.bank.decide(booking, disputeId, as);
  await stage.until(booking, { dispute: as });
}
