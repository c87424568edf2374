import type { Charge } from '../objects/charge';
import { newDispute, type Dispute } from '../objects/dispute';
import { DAY } from '../state/clock';
import { newId } from '../state/ids';
import type { World } from '../state/world';
import { moveDisputedFunds } from './dispute-funds';
import { failRefund } from './refund-settlement';

/** How long the merchant may send evidence. */
const RESPONSE_SECONDS = 9 * DAY;

export type Opening = { reason: string; inquiry: boolean; amount: number };

/** The cards that are disputed as soon as they have paid. */
export function disputeIfTested(world: World, charge: Charge): void {
  const tested = world.store.find('payment_method', charge.payment_method)?.sim.behaviour.dispute;
  if (!tested) return;
  const inquiry = tested === 'inquiry';
  const reason = inquiry ? 'general' : tested;
  openDispute(world, charge, { reason, inquiry, amount: charge.amount_captured });
}

export function openDispute(world: World, charge: Charge, opening: Opening): Dispute {
  const created = world.clock.now();
  const dispute = world.store.save(
    newDispute(charge, {
      ...opening,
      id: newId('dp'),
      created,
      due_by: created + RESPONSE_SECONDS,
    }),
  );
  world.store.save({ ...current(world, charge), disputed: true });
  world.schedule('dispute_past_due', dispute.id, RESPONSE_SECONDS);
  world.events.emit('charge.dispute.created', dispute);
  if (!opening.inquiry) failPendingRefunds(world, charge);
  return opening.inquiry ? dispute : moveDisputedFunds(world, dispute, 'withdrawn');
}

const current = (world: World, charge: Charge) => world.store.find('charge', charge.id) ?? charge;

/** The customer already gets the money through the dispute. */
function failPendingRefunds(world: World, charge: Charge): void {
  for (const refund of world.store.all('refund'))
    if (refund.charge === charge.id && refund.status === 'pending')
      failRefund(world, refund, 'charge_for_pending_refund_disputed');
}
