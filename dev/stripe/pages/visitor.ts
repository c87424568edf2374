import type { Request } from 'express';
import { known } from '../http/routes/payment-intents';
import type { PaymentIntent } from '../objects/payment-intent';
import type { World } from '../state/world';
import { returnAddress } from './return-address';

/** A customer in front of one payment, let in by its client secret. */
export type Visitor = { intent: PaymentIntent; secret: string; returnTo: URL | undefined };

export function visitor(world: World, req: Request): Visitor {
  const given = { ...req.query, ...(req.body as Record<string, unknown> | undefined) };
  const secret = typeof given['client_secret'] === 'string' ? given['client_secret'] : undefined;
  const id = String(req.params['id']);
  const intent = known({ world, id, caller: 'publishable' }, secret);
  return { intent, secret: secret ?? '', returnTo: returnAddress(given['return_url']) };
}

/** The same visitor's other pages. */
export function addressOf({ intent, secret, returnTo }: Visitor, step = ''): string {
  const query = new URLSearchParams({ client_secret: secret });
  if (returnTo) query.set('return_url', returnTo.href);
  return `/pay/${intent.id}${step}?${query.toString()}`;
}

export const formTargets = ({ returnTo }: Visitor): string[] => (returnTo ? [returnTo.origin] : []);
