import { startStripeSimulator } from '../parts/stripe';
import type { StackDescription } from './description';
import { localUrl, type Site } from './site';
import { supervised } from './supervised';

const WEBHOOK_PATH = '/webhooks/stripe';
const REAL_STRIPE = 'https://api.stripe.com';

/** Stripe in test mode where the user has a key for it, else the simulator. */
export async function upStripe(site: Site): Promise<StackDescription['stripe']> {
  return site.env['STRIPE_SECRET_KEY'] ? realStripe(site) : await simulator(site);
}

function realStripe({ env, ports, progress }: Site): StackDescription['stripe'] {
  const secretKey = env['STRIPE_SECRET_KEY'] ?? '';
  if (!/^(sk|rk)_test_/.test(secretKey))
    throw new Error('STRIPE_SECRET_KEY is not a test key: the local stack takes no other');
  const missing = ['STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET'].filter((name) => !env[name]);
  if (missing.length > 0)
    throw new Error(`with STRIPE_SECRET_KEY this is needed too: ${missing.join(', ')}`);
  const target = `${localUrl(ports.api)}${WEBHOOK_PATH}`;
  progress('stripe', `Stripe's test mode; for webhooks: stripe listen --forward-to ${target}`);
  return {
    url: env['STRIPE_API_BASE'] ?? REAL_STRIPE,
    secretKey,
    publishableKey: env['STRIPE_PUBLISHABLE_KEY'] ?? '',
    webhookSecret: env['STRIPE_WEBHOOK_SECRET'] ?? '',
    from: 'STRIPE_SECRET_KEY',
  };
}

async function simulator(site: Site): Promise<StackDescription['stripe']> {
  const { env, local, ports, secrets, onSpawn } = site;
  const keys = {
    secretKey: secrets.stripeSecretKey,
    publishableKey: secrets.stripePublishableKey,
    webhookSecret: secrets.stripeWebhookSecret,
  };
  const start = () =>
    startStripeSimulator({
      ...keys,
      port: ports.stripe,
      ledger: local.stripeLedger,
      webhookUrls: [`${localUrl(ports.api)}${WEBHOOK_PATH}`],
      env,
      logFile: local.log('stripe'),
      onSpawn,
    });
  await supervised('stripe', start, site.supervision('stripe'));
  site.progress('stripe', "up: the project's own simulator");
  const url = localUrl(ports.stripe);
  return { url, ...keys, control: `${url}/_control`, ledger: local.stripeLedger };
}
