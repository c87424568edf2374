import { Router, type Request, type Response } from 'express';
import type { BookingRequest } from '../domain/booking';
import { exponentOf, toMinor } from '../domain/money';
import { orderAliasBody } from './bodies';
import type { Create } from './creating';
import type { ApiDependencies } from './dependencies';
import type { Once } from './idempotency';
import { createIntentCreation } from './intent-creation';
import { Problem } from './problem';
import { contextOf } from './request-context';
import { invalid, parse } from './validation';

const PATH = '/api/payments/create-intent';
const FAMILY = 'orders';

/**
 * The create route of 003_ca788c9e7cbcbe8d.txt: an order is our booking, ids are its `Long`s and
 * amounts its `Double`s, in major units there and back.
 */
export function orderAlias(deps: ApiDependencies, acts: { create: Create; once: Once }): Router {
  const router = Router({ caseSensitive: true });
  const createIntent = createIntentCreation(deps, acts);

  router.post(PATH, async (req, res) => {
    const { request, major } = orderOf(req, res, deps.settings.families);
    const { data, success } = await createIntent(req, res, { path: PATH, request });
    const { clientSecret } = data;
    res.json({ success, clientSecret, data: { ...data, amount: major } });
  });

  return router;
}

function orderOf(req: Request, res: Response, families: readonly string[]) {
  const { orderId, userId, amount: major, currency: given } = parse(orderAliasBody, req.body);
  const { correlationId } = contextOf(res);
  const currency = given.toLowerCase();
  const request: BookingRequest = {
    bookingId: String(orderId),
    userId: String(userId),
    amount: minorOf(major, currency),
    currency,
    bindings: families.includes(FAMILY) ? [FAMILY] : [],
    ...(correlationId !== undefined && { correlationId }),
  };
  return { request, major };
}

/** By the decimals as they are written: 4.35 has no exact binary form, and is 435 cents. */
function minorOf(major: number, currency: string): number {
  const exponent = exponentOf(currency);
  if (exponent === undefined)
    throw new Problem('currency_unsupported', `${currency} is not taken here.`);
  const minor = toMinor(String(major), currency);
  if (minor !== undefined && minor > 0) return minor;
  const message = `An amount is in major units, above 0, with at most ${exponent} decimals in ${currency}, such as 42.5.`;
  throw invalid([{ path: 'amount', message }]);
}
