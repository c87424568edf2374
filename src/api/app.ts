import express, { type Express } from 'express';
import helmet from 'helmet';
import { accessLog } from './access-log';
import { asyncApiRoutes } from './asyncapi/routes';
import { bookingRoutes } from './bookings';
import { createCancelling } from './cancelling';
import { confirmationRoutes } from './confirmations';
import { createConfirming } from './confirming';
import { cors } from './cors';
import { createCreating } from './creating';
import type { ApiDependencies } from './dependencies';
import { disputeRoutes } from './disputes';
import { answerErrors, routeNotFound } from './error-answers';
import { createExtending } from './extending';
import { healthRoutes } from './health';
import { createIdempotency } from './idempotency';
import { jsonBody } from './json-body';
import { metricsRoute } from './metrics-route';
import { operatorRoutes } from './operator-acts';
import { orderAlias } from './order-alias';
import { paymentAliases } from './payment-aliases';
import { paymentRoutes } from './payments';
import { createRefundActs } from './refund-acts';
import { refundAliases } from './refund-aliases';
import { createRefunding } from './refunding';
import { refundRoutes } from './refunds';
import { requestContext } from './request-context';
import { stripeWebhook } from './stripe-webhook';

const NOTHING_LOADS = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };

/** The order below is the architecture of the API: read it from top to bottom. */
export function createApp(deps: ApiDependencies): Express {
  const { logger, metrics, settings } = deps;
  const acts = {
    create: createCreating(deps),
    confirm: createConfirming(deps),
    cancel: createCancelling(deps),
    extend: createExtending(deps),
    refund: createRefunding(deps),
    refundActs: createRefundActs(deps),
    once: createIdempotency(deps.db, settings.limits.repeatMs),
  };
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false); // ours say which sequence they show
  app.set('query parser', 'simple');

  app.use(requestContext);
  app.use(accessLog(logger, metrics));
  // Answers are data: they load nothing and are not framed. The one page says what it needs itself.
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: NOTHING_LOADS } }));
  app.use(healthRoutes(deps.checks));
  app.use(metricsRoute(metrics));
  app.use(asyncApiRoutes(deps.contracts, settings.kafka));
  // Stripe signs bytes: any JSON parser in front of this route would break every signature.
  app.use(stripeWebhook(deps));
  app.use(cors(settings.frontendUrl));
  app.use(jsonBody());
  app.use(paymentRoutes(deps, acts));
  app.use(confirmationRoutes(deps, acts));
  app.use(refundRoutes(deps, acts));
  app.use(disputeRoutes(deps, acts));
  app.use(bookingRoutes(deps));
  app.use(operatorRoutes(deps, acts));
  app.use(paymentAliases(deps, acts));
  app.use(orderAlias(deps, acts));
  app.use(refundAliases(deps, acts));
  app.use(routeNotFound);
  app.use(answerErrors(logger));
  return app;
}
