import { Router, type Request } from 'express';
import type { ConfirmOrder } from '../temporal/bookings';
import { confirmBody } from './bodies';
import type { Confirm } from './confirming';
import type { ApiDependencies } from './dependencies';
import { keyedRequest, updateIdOf, type Once } from './idempotency';
import { paymentOr404 } from './lookups';
import { unavailable } from './problem';
import { replied } from './replies';
import { revealed } from './secrets';
import { invalid, parse } from './validation';
import { paymentView } from './views';

/** The customer comes back here from the bank too: what the address says then proves nothing. */
export function confirmationRoutes(
  { db, secrets, logger, settings }: ApiDependencies,
  { confirm, once }: { confirm: Confirm; once: Once },
): Router {
  const router = Router({ caseSensitive: true });

  router.post('/api/v1/payments/:paymentId/confirm', async (req, res) => {
    const order = orderOf(req, settings.frontendUrl);
    const payment = await paymentOr404(db, req.params.paymentId);
    const keyed = keyedRequest(req, res, `POST /api/v1/payments/${payment.paymentId}/confirm`);
    const answer = await once(keyed, async () => {
      const now = await confirm(payment, order, keyed && updateIdOf(keyed));
      return { status: 200, body: paymentView(now) };
    });
    const secret = await revealed(secrets, logger, answer);
    // Without it nobody can tell whether the customer still has to do something.
    if (!secret && answer.body['bookingStatus'] === 'PENDING_PAYMENT')
      throw unavailable('Stripe is slow.');
    replied(res, answer).json({
      ...answer.body,
      ...(secret && { clientSecret: secret.clientSecret }),
      ...(secret?.nextAction && { nextAction: secret.nextAction }),
    });
  });

  return router;
}

function orderOf(req: Request, frontendUrl: string): ConfirmOrder {
  const { paymentMethodId, returnUrl } = parse(confirmBody, (req.body as unknown) ?? {});
  return {
    ...(paymentMethodId !== undefined && { paymentMethodId }),
    ...(returnUrl !== undefined && { returnUrl: ownPage(returnUrl, frontendUrl) }),
  };
}

/** The bank sends the customer there: nobody else's page may be named. */
function ownPage(given: string, frontendUrl: string): string {
  const own = new URL(frontendUrl);
  const page = URL.canParse(given) ? new URL(given) : undefined;
  if (page?.protocol === own.protocol && page.host === own.host && page.username === '')
    return page.href;
  const message = `The origin must be that of FRONTEND_URL. Use an address that begins with ${own.origin}/.`;
  throw invalid([{ path: 'returnUrl', message }]);
}
