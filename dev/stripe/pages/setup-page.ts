import { Router, type Request } from 'express';
import { knownSetup } from '../http/routes/setup-intents';
import { StripeError } from '../http/stripe-error';
import type { SetupIntent } from '../objects/setup-intent';
import { authenticateSetup } from '../operations/setup-intents';
import type { World } from '../state/world';
import { html, type Html } from './html';
import { sendPage } from './layout';
import { returnAddress } from './return-address';
import type { PageParts } from './router';

/** The bank's page once more, for a card that is saved and not charged yet. */
export function setupPages({ world }: PageParts): Router {
  const router = Router();

  router.get('/setup/:id/authenticate', (req, res) => {
    const intent = visited(world, req);
    const waits = intent.status === 'requires_action';
    const back = returnAddress(intent.sim.returnUrl);
    sendPage(res, {
      title: 'Confirm it is you',
      body: waits ? question(intent) : result(intent),
      formTargets: back ? [back.origin] : [],
    });
  });

  router.post('/setup/:id/authenticate', (req, res) => {
    const { outcome } = (req.body ?? {}) as { outcome?: string };
    finish(world, visited(world, req), outcome === 'succeed' ? 'succeed' : 'fail');
    const intent = visited(world, req);
    res.redirect(303, wayBack(intent) ?? addressOf(intent));
  });

  return router;
}

function visited(world: World, req: Request): SetupIntent {
  const secret = req.query['client_secret'];
  const given = typeof secret === 'string' ? secret : undefined;
  return knownSetup({ world, id: String(req.params['id']), caller: 'publishable' }, given);
}

const addressOf = ({ id, client_secret }: SetupIntent) =>
  `/setup/${id}/authenticate?client_secret=${client_secret}`;

/** As with a payment: the merchant's page must read the SetupIntent, not trust its address. */
function wayBack(intent: SetupIntent): string | undefined {
  const url = returnAddress(intent.sim.returnUrl);
  if (!url) return undefined;
  url.searchParams.set('setup_intent', intent.id);
  url.searchParams.set('setup_intent_client_secret', intent.client_secret);
  url.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed');
  return url.href;
}

function question(intent: SetupIntent): Html {
  return html`<main>
    <h1>Confirm it is you</h1>
    <p>This stands for your bank's 3D Secure page. Your card is saved; nothing is charged now.</p>
    <form method="post" action="${addressOf(intent)}">
      <button type="submit" name="outcome" value="succeed">Complete authentication</button>
      <button type="submit" name="outcome" value="fail" class="quiet">Fail authentication</button>
    </form>
  </main>`;
}

function result(intent: SetupIntent): Html {
  const saved = intent.status === 'succeeded';
  const back = wayBack(intent);
  return html`<main>
    <h1>${saved ? 'Card saved' : 'Card not saved'}</h1>
    <p role="status">
      ${saved ? 'Thank you. You can close this page.' : 'Please try again, or use another card.'}
    </p>
    ${back && html`<a class="button" href="${back}">Continue</a>`}
  </main>`;
}

/** What it has become is shown by the next page, a refusal included. */
function finish(world: World, intent: SetupIntent, outcome: 'succeed' | 'fail'): void {
  const cause = { by: 'page:authenticate', request: null, idempotencyKey: null };
  try {
    world.act(cause, () => authenticateSetup(world, intent, outcome));
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
  }
}
