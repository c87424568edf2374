import type { Dispute } from '../objects/dispute';
import type { World } from '../state/world';
import { book } from './balance';

/** In minor units of the dispute's currency; kept by Stripe even when the dispute is won. */
const DISPUTE_FEE = 1500;

export function moveDisputedFunds(
  world: World,
  dispute: Dispute,
  direction: 'withdrawn' | 'reinstated',
): Dispute {
  const out = direction === 'withdrawn';
  const booked = book(world, {
    type: 'adjustment',
    category: out ? 'dispute' : 'dispute_reversal',
    amount: out ? -dispute.amount : dispute.amount,
    currency: dispute.currency,
    source: dispute.id,
    fee: out ? DISPUTE_FEE : 0,
    feeFor: 'Dispute fee',
  });
  const moved = world.store.save({
    ...dispute,
    balance_transactions: [...dispute.balance_transactions, booked],
  });
  world.events.emit(`charge.dispute.funds_${direction}`, moved);
  return moved;
}
