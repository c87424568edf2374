import type { Caller } from './route';
import { badParameter } from './stripe-error';

interface Secretive {
  readonly object: 'payment_intent' | 'setup_intent';
  readonly client_secret: string;
}

const NAMES = { payment_intent: 'PaymentIntent', setup_intent: 'SetupIntent' };

/** Whoever holds only the publishable key must also hold the intent's client secret. */
export function assertSecret(intent: Secretive, caller: Caller, secret: string | undefined): void {
  if (caller === 'publishable' && secret === undefined)
    throw badParameter('Missing required param: client_secret.', {
      code: 'parameter_missing',
      param: 'client_secret',
    });
  if (secret !== undefined && secret !== intent.client_secret)
    throw badParameter(
      `The client_secret provided does not match the client_secret associated with the ${NAMES[intent.object]}.`,
      { code: `${intent.object}_invalid_parameter`, param: 'client_secret' },
    );
}
