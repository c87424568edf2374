import { Router } from 'express';
import { StripeError } from '../http/stripe-error';
import { authenticate } from '../operations/authentication';
import type { World } from '../state/world';
import { sendPage } from './layout';
import { authenticationForm, paymentResult } from './payment-result';
import { backToMerchant, returnAddress } from './return-address';
import type { PageParts } from './router';
import { addressOf, formTargets, visitor, type Visitor } from './visitor';

/** Stands for the page of the customer's bank. */
export function authenticationPages({ world }: PageParts): Router {
  const router = Router();

  router.get('/pay/:id/authenticate', (req, res) => {
    const visit = withReturn(visitor(world, req));
    const waits = visit.intent.status === 'requires_action';
    const from = req.query['from'] === 'page' ? '&from=page' : '';
    sendPage(res, {
      title: 'Confirm it is you',
      body: waits
        ? authenticationForm(visit, `${addressOf(visit, '/authenticate')}${from}`)
        : paymentResult(visit),
      formTargets: formTargets(visit),
    });
  });

  router.post('/pay/:id/authenticate', (req, res) => {
    const { outcome } = (req.body ?? {}) as { outcome?: string };
    finish(world, withReturn(visitor(world, req)), outcome === 'succeed' ? 'succeed' : 'fail');
    const visit = withReturn(visitor(world, req));
    const failed = visit.intent.status === 'requires_payment_method';
    // Who came from our card form can try another card there; others go back to the merchant.
    if (!visit.returnTo || (failed && req.query['from'] === 'page'))
      return res.redirect(303, addressOf(visit));
    res.redirect(303, backToMerchant(visit.returnTo, visit.intent));
  });

  return router;
}

const withReturn = (visit: Visitor): Visitor => ({
  ...visit,
  returnTo: visit.returnTo ?? returnAddress(visit.intent.sim.returnUrl),
});

/** What the payment has become is shown by the next page, a refusal included. */
function finish(world: World, { intent }: Visitor, outcome: 'succeed' | 'fail'): void {
  const cause = { by: 'page:authenticate', request: null, idempotencyKey: null };
  try {
    world.act(cause, () => authenticate(world, intent, outcome));
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
  }
}
