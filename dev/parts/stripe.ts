import type { Daemon, OnSpawn } from './daemon';
import { startNodeProcess } from './node-process';

export interface StripeKeys {
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string;
}

export interface StripeOptions extends StripeKeys {
  readonly port: number;
  /** Every request, state change and webhook; a restart goes on from it. */
  readonly ledger: string;
  /** Where webhooks go. */
  readonly webhookUrls: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly onSpawn?: OnSpawn | undefined;
}

/** Our stateful stand-in for Stripe, as a process that the product cannot tell from Stripe. */
export function startStripeSimulator(options: StripeOptions): Promise<Daemon> {
  const { env, port, ledger, webhookUrls, secretKey, publishableKey, webhookSecret } = options;
  return startNodeProcess({
    name: 'stripe',
    file: 'dev/stripe/main.ts',
    env: {
      ...env,
      STRIPE_SIM_PORT: String(port),
      STRIPE_SIM_LEDGER: ledger,
      STRIPE_SIM_SECRET_KEY: secretKey,
      STRIPE_SIM_PUBLISHABLE_KEY: publishableKey,
      STRIPE_SIM_WEBHOOKS: JSON.stringify(
        webhookUrls.map((url) => ({ url, secrets: [webhookSecret] })),
      ),
    },
    logFile: options.logFile,
    onSpawn: options.onSpawn,
  });
}
