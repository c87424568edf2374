import { z } from 'zod';
import { noSuch } from '../http/stripe-error';
import { openDispute } from '../operations/dispute-opening';
import { lose, win } from '../operations/disputes';
import type { World } from '../state/world';
import { BadControl, controlRoute } from './control-route';
import { byControl } from './payments';

const opening = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: z.number().int().min(1).optional(),
  reason: z.string().default('fraudulent'),
  inquiry: z.boolean().default(false),
});

export const disputeControls = [
  controlRoute({
    method: 'POST',
    path: '/disputes',
    about: "The customer's bank disputes a charge.",
    body: {
      payment_intent: 'pi_…; or charge',
      charge: 'ch_…; or payment_intent',
      amount: 'minor units; default: what is not refunded, else all',
      reason: 'default fraudulent',
      inquiry: 'true: only asks, moves no money',
    },
    schema: opening,
    run: ({ world }, _id, given) =>
      world.act(byControl('dispute'), () => {
        const charge = paidCharge(world, given);
        const left = charge.amount - charge.amount_refunded;
        const amount = given.amount ?? (left > 0 ? left : charge.amount_captured);
        return openDispute(world, charge, { reason: given.reason, inquiry: given.inquiry, amount });
      }),
  }),
  controlRoute({
    method: 'POST',
    path: '/disputes/:id/close',
    about: 'The bank decides.',
    body: {
      outcome: 'won or lost; an inquiry ends as warning_closed either way; lost may become won',
    },
    schema: z.strictObject({ outcome: z.enum(['won', 'lost']) }),
    run: ({ world }, id, { outcome }) =>
      world.act(byControl('close dispute'), () => {
        const dispute = world.store.find('dispute', id);
        if (!dispute) throw noSuch('dispute', id);
        const turned = dispute.status === 'lost' && outcome === 'won'; // banks do change their mind
        if (!turned && ['won', 'lost', 'warning_closed'].includes(dispute.status))
          throw new BadControl('id', `Dispute ${id} is ${dispute.status}.`, 'That is final.');
        return outcome === 'won' ? win(world, dispute) : lose(world, dispute);
      }),
  }),
];

function paidCharge(world: World, given: z.infer<typeof opening>) {
  const intent = given.payment_intent && world.store.find('payment_intent', given.payment_intent);
  const id = given.charge ?? (intent ? (intent.latest_charge ?? '') : '');
  const charge = world.store.find('charge', id);
  if (!charge?.captured || charge.status !== 'succeeded')
    throw new BadControl(
      given.charge ? 'charge' : 'payment_intent',
      'There is no paid charge of this id.',
      'Name a charge that has succeeded, or its PaymentIntent.',
    );
  return charge;
}
