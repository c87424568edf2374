import type { Caller, Route } from './route';
import { StripeError } from './stripe-error';

export type Keys = { secretKey: string; publishableKey: string };

export function authenticated(keys: Keys, authorization: string | undefined): Caller {
  const key = keyIn(authorization ?? '');
  if (!key)
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    );
  if (key === keys.secretKey) return 'secret';
  if (key === keys.publishableKey) return 'publishable';
  throw unauthorized(`Invalid API Key provided: ${masked(key)}`);
}

export function assertAllowed(caller: Caller, route: Route): void {
  if (caller === 'publishable' && !route.open)
    throw unauthorized(
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
      'secret_key_required',
    );
}

function keyIn(authorization: string): string {
  const [scheme, value = ''] = authorization.split(' ');
  if (/^bearer$/i.test(scheme ?? '')) return value;
  if (!/^basic$/i.test(scheme ?? '')) return '';
  return Buffer.from(value, 'base64').toString().split(':')[0] ?? '';
}

const masked = (key: string) => `${key.slice(0, 8)}${'*'.repeat(12)}${key.slice(-4)}`;

const unauthorized = (message: string, code?: string) =>
  new StripeError(401, { ...(code && { code }), message, type: 'invalid_request_error' }, false);
