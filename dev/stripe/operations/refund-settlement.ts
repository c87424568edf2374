import type { Charge } from '../objects/charge';
import type { Refund, RefundStatus } from '../objects/refund';
import type { World } from '../state/world';
import { book } from './balance';

export function settleRefund(world: World, refund: Refund): Refund {
  if (refund.status !== 'pending' && refund.status !== 'requires_action') return refund;
  const { pending_reason: _, ...rest } = refund;
  const settled = world.store.save({ ...rest, status: 'succeeded' as const });
  world.events.emit('refund.updated', settled, refund);
  return settled;
}

/** A refund can fail long after it succeeded; the money comes back to the balance. */
export function failRefund(world: World, refund: Refund, reason: string): Refund {
  return takeBack(world, refund, 'failed', reason);
}

export function cancelRefund(world: World, refund: Refund): Refund {
  return takeBack(world, refund, 'canceled', 'merchant_request');
}

function takeBack(world: World, refund: Refund, status: RefundStatus, reason: string): Refund {
  if (refund.status === 'failed' || refund.status === 'canceled') return refund;
  const booked = book(world, {
    type: 'refund_failure',
    category: 'refund_failure',
    amount: refund.amount,
    currency: refund.currency,
    source: refund.id,
  });
  const { pending_reason: _, ...rest } = refund;
  const ended: Refund = {
    ...rest,
    failure_balance_transaction: booked.id,
    failure_reason: reason,
    status,
  };
  world.store.save(ended);
  const charge = world.store.find('charge', refund.charge);
  if (charge) world.store.save(lessRefunded(charge, refund.amount));
  world.events.emit('refund.updated', ended, refund);
  if (status === 'failed') world.events.emit('refund.failed', ended);
  return ended;
}

const lessRefunded = (charge: Charge, amount: number): Charge => ({
  ...charge,
  amount_refunded: charge.amount_refunded - amount,
  refunded: false,
});
