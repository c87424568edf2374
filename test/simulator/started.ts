import Stripe from 'stripe';
import { API_VERSION } from '../../dev/stripe/configuration';
import { startSimulator, type SimulatorOptions } from '../../dev/stripe/simulator';

export const SECRET_KEY = 'sk_test_simulatorTests';
export const PUBLISHABLE_KEY = 'pk_test_simulatorTests';

export type Started = Awaited<ReturnType<typeof started>>;

/** Nothing happens by itself while a test looks: the clock has to be moved for it. */
const unhurried = {
  charge_updated_seconds: 40,
  debit_settles_seconds: 50,
  refund_settles_seconds: 50,
  refund_fails_seconds: 50,
  dispute_judged_seconds: 50,
};

/** A simulator of its own for a test file, with the official SDK pointed at it. */
export async function started(options: Partial<SimulatorOptions> = {}) {
  const simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    apiVersion: API_VERSION,
    webhooks: [],
    ...options,
  });
  const { url, close } = simulator;
  await controls(url).control('POST', '/settings', unhurried);
  return { url, close, stripe: sdk(url), customer: sdk(url, PUBLISHABLE_KEY), ...controls(url) };
}

export function sdk(url: string, key = SECRET_KEY, maxNetworkRetries = 0): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries });
}

export function controls(url: string) {
  async function control<T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<T> {
    const response = await fetch(`${url}/_control${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as T;
  }
  return {
    control,
    fault: (order: unknown) => control<{ id: string }>('POST', '/faults', order),
    webhookFault: (order: unknown) => control<{ id: string }>('POST', '/webhooks/faults', order),
    advance: (seconds: number) => control('POST', '/clock', { advance_seconds: seconds }),
  };
}

/** Only cards: what the product asks for, and no `return_url` is needed. */
export const order = {
  amount: 5000,
  currency: 'eur',
  allowed_payment_method_types: ['card'],
} satisfies Stripe.PaymentIntentCreateParams;

export const paid = (stripe: Stripe, payment_method = 'pm_card_visa', more = {}) =>
  stripe.paymentIntents.create({ ...order, payment_method, confirm: true, ...more });

/** Of a field that may be expanded. */
export const idOf = (field: string | { id: string } | null): string =>
  typeof field === 'string' ? field : (field?.id ?? '');

/** The error that a call ends with; a call that succeeds fails the test. */
export async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    return error as Stripe.errors.StripeError;
  }
  throw new Error('The call succeeded.');
}

export async function eventTypes(stripe: Stripe): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 });
  return data.map((event) => event.type).reverse();
}
