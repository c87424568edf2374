import { refused, unexpectedState } from '../http/stripe-error';
import type { Charge } from '../objects/charge';
import type { PaymentIntent } from '../objects/payment-intent';
import type { World } from '../state/world';
import { succeed } from './attempt';
import { bookCharge } from './charging';
import { formatMoney } from './currencies';
import { assertMay } from './payment-intent-rules';

/** Takes what was authorised, or a part of it; the rest is released at once. */
export function capture(world: World, intent: PaymentIntent, wanted?: number): PaymentIntent {
  assertMay('capture', intent);
  const charge = world.store.find('charge', intent.latest_charge ?? '');
  if (!charge) throw unexpectedState(intent, 'This PaymentIntent has no charge to capture.');
  const amount = wanted ?? intent.amount_capturable;
  if (amount < 1)
    throw refused('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount_to_capture',
    });
  if (amount > intent.amount_capturable)
    throw refused(
      `The amount to capture (${formatMoney(amount, intent.currency)}) is greater than the amount that can be captured (${formatMoney(intent.amount_capturable, intent.currency)}).`,
      { code: 'amount_too_large', param: 'amount_to_capture' },
    );
  const captured = bookCharge(world, capturedCharge(charge, amount));
  world.events.emit('charge.captured', captured);
  return succeed(world, { ...intent, amount_capturable: 0 }, captured);
}

/** On the charge the released rest counts as refunded, though it never was ours. */
const capturedCharge = (charge: Charge, amount: number): Charge => ({
  ...charge,
  amount_captured: amount,
  amount_refunded: charge.amount - amount,
  captured: true,
});
