import express, { Router, type NextFunction, type Request, type Response } from 'express';
import { StripeError } from '../http/stripe-error';
import { clockRoutes } from './clock';
import { BadControl, type ControlParts, type ControlRoute } from './control-route';
import { disputeControls } from './disputes';
import { faultRoutes } from './faults';
import { paymentControls } from './payments';
import { refundControls } from './refunds';
import { setupControls } from './setups';
import { stateRoutes } from './state';
import { webhookRoutes } from './webhooks';

const routes: ControlRoute[] = [
  ...faultRoutes,
  ...webhookRoutes,
  ...clockRoutes,
  ...paymentControls,
  ...setupControls,
  ...refundControls,
  ...disputeControls,
  ...stateRoutes,
];

/** `/_control`: what Stripe's dashboard, the banks and bad luck would do. JSON in and out. */
export function control(parts: ControlParts): Router {
  const router = Router();
  router.use(refuseOtherPages);
  router.use(express.json({ limit: '1mb', type: () => true }));
  router.get('/', (_req, res) => void res.json({ controls: routes.map(described) }));
  for (const route of routes)
    router[verb(route)](route.path, (req: Request<{ id?: string }>, res) => {
      res.json(route.run(parts, req.params.id ?? '', req.body));
    });
  router.use((req) => {
    throw new BadControl(
      'path',
      `There is no ${req.method} ${req.baseUrl}${req.path}.`,
      'GET /_control lists all controls.',
    );
  });
  router.use(explain);
  return router;
}

const verb = (route: ControlRoute) =>
  route.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';

const described = ({ method, path, about, body }: ControlRoute) => ({
  call: `${method} /_control${path}`,
  about,
  ...(Object.keys(body).length > 0 && { body }),
});

/** A page that a developer has open elsewhere must not be able to change anything here. */
function refuseOtherPages(req: Request, res: Response, next: NextFunction): void {
  const origin = req.get('origin');
  if (origin === undefined || origin === `${req.protocol}://${req.get('host')}`) return next();
  const fix = 'Call it from a terminal, a test or its own pages.';
  res.status(403).json({ error: { field: 'origin', message: `Not from ${origin}.`, fix } });
}

function explain(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (error instanceof BadControl) {
    const { field, message, fix } = error;
    res.status(field === 'path' ? 404 : 400).json({ error: { field, message, fix } });
  } else if (error instanceof StripeError) {
    const { param = 'id', message } = error.body;
    res
      .status(error.status)
      .json({ error: { field: param, message, fix: 'Stripe would refuse this as well.' } });
  } else if (error instanceof SyntaxError) {
    res.status(400).json({ error: { field: 'body', message: error.message, fix: 'Send JSON.' } });
  } else next(error);
}
