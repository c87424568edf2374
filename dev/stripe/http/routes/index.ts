import type { Route } from '../route';
import { StripeError } from '../stripe-error';
import { accountRoutes } from './account';
import { balanceRoutes } from './balance';
import { catalogRoutes } from './catalog';
import { chargeRoutes } from './charges';
import { customerRoutes } from './customers';
import { disputeRoutes } from './disputes';
import { eventRoutes } from './events';
import { invoiceRoutes } from './invoices';
import { paymentIntentRoutes } from './payment-intents';
import { paymentMethodRoutes } from './payment-methods';
import { refundRoutes } from './refunds';
import { searchRoutes } from './search';
import { setupIntentRoutes } from './setup-intents';
import { subscriptionRoutes } from './subscriptions';

export const routes: Route[] = [
  ...searchRoutes, // before the routes of one object: `search` is no id
  ...paymentIntentRoutes,
  ...refundRoutes,
  ...chargeRoutes,
  ...disputeRoutes,
  ...balanceRoutes,
  ...eventRoutes,
  ...paymentMethodRoutes,
  ...customerRoutes,
  ...setupIntentRoutes,
  ...catalogRoutes,
  ...subscriptionRoutes,
  ...invoiceRoutes,
  ...accountRoutes,
];

export function findRoute(method: string, path: string): { route: Route; id: string } {
  for (const route of routes) {
    const found = route.method === method ? route.pattern.exec(path) : null;
    if (found) return { route, id: decodeURIComponent(found[1] ?? '') };
  }
  throw new StripeError(
    404,
    {
      message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
      type: 'invalid_request_error',
    },
    false,
  );
}
