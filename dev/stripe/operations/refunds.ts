import { noSuch, refused } from '../http/stripe-error';
import type { Charge } from '../objects/charge';
import type { Metadata } from '../objects/money';
import { newRefund, type Refund, type RefundReason } from '../objects/refund';
import { newId } from '../state/ids';
import type { World } from '../state/world';
import { book } from './balance';
import { formatMoney } from './currencies';

export type RefundOrder = {
  payment_intent: string | undefined;
  charge: string | undefined;
  amount: number | undefined;
  metadata: Metadata;
  reason: RefundReason | null;
};

export function createRefund(world: World, order: RefundOrder): Refund {
  const charge = chargeToRefund(world, order);
  const amount = refundable(world, charge, order.amount);
  const behaviour = world.store.find('payment_method', charge.payment_method)?.sim.behaviour;
  const status = behaviour?.refund === 'pending' ? 'pending' : 'succeeded';
  const id = newId(charge.id.startsWith('py') ? 'pyr' : 're');
  const booked = book(world, {
    type: 'refund',
    category: 'refund',
    amount: -amount,
    currency: charge.currency,
    source: id,
  });
  const refund = world.store.save(
    newRefund({
      id,
      amount,
      balance_transaction: booked.id,
      charge: charge.id,
      created: world.clock.now(),
      currency: charge.currency,
      metadata: order.metadata,
      payment_intent: charge.payment_intent,
      reason: order.reason,
      status,
    }),
  );
  const total = charge.amount_refunded + amount;
  const refunded = world.store.save({
    ...charge,
    amount_refunded: total,
    refunded: total === charge.amount,
  });
  scheduleEnding(world, refund, behaviour?.refund);
  world.events.emit('refund.created', refund);
  world.events.emit('charge.refunded', refunded, charge);
  return refund;
}

function scheduleEnding(
  world: World,
  refund: Refund,
  tested: 'pending' | 'fails_later' | undefined,
) {
  const { refund_settles_seconds, refund_fails_seconds } = world.settings();
  if (tested === 'pending') world.schedule('settle_refund', refund.id, refund_settles_seconds);
  if (tested === 'fails_later') world.schedule('fail_refund', refund.id, refund_fails_seconds);
}

function chargeToRefund(world: World, order: RefundOrder): Charge {
  if (order.charge && order.payment_intent)
    throw refused('You may only specify one of these parameters: charge, payment_intent.');
  if (order.charge) return refundableCharge(world, order.charge);
  if (!order.payment_intent)
    throw refused(
      'One of the following params should be provided for this request: payment_intent or charge.',
    );
  const intent = world.store.find('payment_intent', order.payment_intent);
  if (!intent) throw noSuch('payment_intent', order.payment_intent, 'payment_intent');
  const charge = world.store.find('charge', intent.latest_charge ?? '');
  if (intent.status === 'succeeded' && charge) return charge;
  throw refused(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
}

function refundableCharge(world: World, id: string): Charge {
  const charge = world.store.find('charge', id);
  if (!charge) throw noSuch('charge', id, 'charge');
  if (charge.status === 'succeeded' && charge.captured) return charge;
  throw refused(
    charge.status === 'succeeded'
      ? `Charge ${id} has not been captured. Cancel its PaymentIntent instead of refunding it.`
      : `Charge ${id} is not successful, so it cannot be refunded.`,
    { param: 'charge' },
  );
}

/** Disputed money is already on its way back; only an inquiry can still be refunded. */
function refundable(world: World, charge: Charge, wanted: number | undefined): number {
  const left = charge.amount - charge.amount_refunded;
  if (left === 0)
    throw refused(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    });
  const frozen = world.store
    .all('dispute')
    .some((dispute) => dispute.charge === charge.id && !dispute.is_charge_refundable);
  if (frozen)
    throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  if (wanted === undefined) return left;
  if (wanted < 1)
    throw refused('Invalid positive integer', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
  if (wanted <= left) return wanted;
  const money = (amount: number) => formatMoney(amount, charge.currency);
  throw refused(
    `Refund amount (${money(wanted)}) is greater than unrefunded amount on charge (${money(left)})`,
    { param: 'amount' },
  );
}
