import { z } from 'zod';
import { knownSetup } from '../http/routes/setup-intents';
import { StripeError } from '../http/stripe-error';
import { present } from '../objects/present';
import { authenticateSetup } from '../operations/setup-intents';
import { controlRoute } from './control-route';
import { byControl } from './payments';

export const setupControls = [
  controlRoute({
    method: 'POST',
    path: '/setup_intents/:id/authenticate',
    about: 'The customer completes or fails 3D Secure for a card that is to be saved.',
    body: { outcome: 'succeed or fail' },
    schema: z.strictObject({ outcome: z.enum(['succeed', 'fail']) }),
    run: ({ world }, id, { outcome }) =>
      world.act(byControl('authenticate'), () => {
        const intent = knownSetup({ world, id, caller: 'secret' });
        try {
          return present(authenticateSetup(world, intent, outcome));
        } catch (error) {
          // The bank's no is an outcome here, not an error of whoever controls the simulator.
          const isOutcome = error instanceof StripeError && error.status === 402;
          if (isOutcome) return present(knownSetup({ world, id, caller: 'secret' }));
          throw error;
        }
      }),
  }),
];
