import { z } from 'zod';
import { noSuch } from '../http/stripe-error';
import { cancelRefund, failRefund, settleRefund } from '../operations/refund-settlement';
import { createRefund } from '../operations/refunds';
import type { World } from '../state/world';
import { BadControl, controlRoute } from './control-route';
import { byControl } from './payments';

const order = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: z.number().int().min(1).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).nullable().default(null),
});

const ending = z.strictObject({
  outcome: z.enum(['succeeded', 'failed', 'canceled', 'requires_action']),
  failure_reason: z.string().default('expired_or_canceled_card'),
});

export const refundControls = [
  controlRoute({
    method: 'POST',
    path: '/refunds',
    about: 'A refund made in the dashboard: no idempotency key, no metadata.',
    body: {
      payment_intent: 'pi_…; or charge',
      charge: 'ch_…; or payment_intent',
      amount: 'minor units; default: all that is left',
      reason: 'duplicate, fraudulent or requested_by_customer; default none',
    },
    schema: order,
    run: ({ world }, _id, given) =>
      world.act(byControl('dashboard refund'), () =>
        createRefund(world, {
          payment_intent: given.payment_intent,
          charge: given.charge,
          amount: given.amount,
          metadata: {},
          reason: given.reason,
        }),
      ),
  }),
  controlRoute({
    method: 'POST',
    path: '/refunds/:id/settle',
    about: 'A refund ends now; one that has succeeded can still fail.',
    body: {
      outcome: 'succeeded, failed, canceled, or requires_action',
      failure_reason: 'for failed; default expired_or_canceled_card',
    },
    schema: ending,
    run: ({ world }, id, given) =>
      world.act(byControl('settle refund'), () => settle(world, id, given)),
  }),
];

function settle(world: World, id: string, { outcome, failure_reason }: z.infer<typeof ending>) {
  const refund = world.store.find('refund', id);
  if (!refund) throw noSuch('refund', id);
  if (refund.status === 'failed' || refund.status === 'canceled')
    throw new BadControl('id', `Refund ${id} is ${refund.status}.`, 'That is final.');
  if (outcome === 'succeeded') return settleRefund(world, refund);
  if (outcome === 'failed') return failRefund(world, refund, failure_reason);
  if (outcome === 'canceled') return cancelRefund(world, refund);
  const asked = world.store.save({ ...refund, status: 'requires_action' as const });
  world.events.emit('refund.updated', asked, refund);
  return asked;
}
