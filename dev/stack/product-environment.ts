import { writeFileSync } from 'node:fs';
import type { Addresses } from './description';

/** What the product's processes are told; everything else that the user has set passes through. */
export function productEnvironment(
  user: NodeJS.ProcessEnv,
  { api, temporal, kafka, postgres, stripe, bookingOwner }: Addresses,
): Record<string, string> {
  const { hostname, port } = new URL(api.url);
  const simulated = stripe.control !== undefined;
  return {
    HOST: hostname,
    PORT: port,
    FRONTEND_URL: user['FRONTEND_URL'] ?? api.url,
    DATABASE_URL: postgres.url,
    KAFKA_BROKERS: kafka.brokers.join(','),
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TEMPORAL_TASK_QUEUE: temporal.taskQueue,
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_PUBLISHABLE_KEY: stripe.publishableKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    ...(simulated && { STRIPE_API_BASE: stripe.url }),
    BOOKING_OWNER_URL: bookingOwner.url,
    AUTH: user['AUTH'] ?? 'off',
    LOG_LEVEL: user['LOG_LEVEL'] ?? 'info',
  };
}

/** For `node --env-file`, to run a process by hand. */
export function writeEnvironmentFile(file: string, environment: Record<string, string>): void {
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
}
