import { z } from 'zod';
import { known } from '../http/routes/payment-intents';
import { present } from '../objects/present';
import { authenticate } from '../operations/authentication';
import { lapse } from '../operations/cancellation';
import { settleDebit } from '../operations/scheduled';
import { StripeError } from '../http/stripe-error';
import type { World } from '../state/world';
import { BadControl, controlRoute } from './control-route';

const intentOf = (world: World, id: string) => known({ world, id, caller: 'secret' });

export const byControl = (action: string) => ({
  by: `control:${action}`,
  request: null,
  idempotencyKey: null,
});

export const paymentControls = [
  controlRoute({
    method: 'POST',
    path: '/payment_intents/:id/authenticate',
    about: 'The customer completes or fails 3D Secure.',
    body: { outcome: 'succeed or fail' },
    schema: z.strictObject({ outcome: z.enum(['succeed', 'fail']) }),
    run: ({ world }, id, { outcome }) =>
      world.act(byControl('authenticate'), () => {
        intentOf(world, id);
        try {
          return present(authenticate(world, intentOf(world, id), outcome));
        } catch (error) {
          // The bank's no is an outcome here, not an error of whoever controls the simulator.
          const isOutcome = error instanceof StripeError && error.status === 402;
          if (isOutcome) return present(intentOf(world, id));
          throw error;
        }
      }),
  }),
  controlRoute({
    method: 'POST',
    path: '/payment_intents/:id/lapse',
    about: 'An uncaptured authorisation runs out now instead of after 7 days.',
    run: ({ world }, id) =>
      world.act(byControl('lapse'), () => {
        assertStatus(world, id, 'requires_capture');
        lapse(world, intentOf(world, id));
        return present(intentOf(world, id));
      }),
  }),
  controlRoute({
    method: 'POST',
    path: '/payment_intents/:id/settle',
    about: 'A payment that is processing ends now.',
    body: { outcome: 'succeeded or failed' },
    schema: z.strictObject({ outcome: z.enum(['succeeded', 'failed']) }),
    run: ({ world }, id, { outcome }) =>
      world.act(byControl('settle'), () => {
        assertStatus(world, id, 'processing');
        settleDebit(world, id, outcome);
        return present(intentOf(world, id));
      }),
  }),
];

function assertStatus(world: World, id: string, wanted: string): void {
  const { status } = intentOf(world, id);
  if (status !== wanted)
    throw new BadControl('id', `PaymentIntent ${id} is ${status}.`, `Use one that is ${wanted}.`);
}
