import { badParameter } from './stripe-error';

/** Parameters that a version of the API took away, and in which. */
const gone: Record<string, string> = { payment_method_types: '2026-09-30' };

/** `Stripe-Version` decides which parameters exist; the answers are in the newest shape. */
export function assertInVersion(params: Record<string, unknown>, version: string): void {
  if (!/^\d{4}-\d{2}-\d{2}(\.\w+)?$/.test(version))
    throw badParameter(`Invalid Stripe API version: ${version}`, {});
  for (const name of Object.keys(params)) {
    const since = Object.hasOwn(gone, name) ? gone[name] : undefined;
    if (since !== undefined && version.slice(0, since.length) >= since)
      throw badParameter(`Received unknown parameter: ${name}`, {
        code: 'parameter_unknown',
        param: name,
      });
  }
}
