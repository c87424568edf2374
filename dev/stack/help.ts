import { PORTS } from './ports';

/** What `npm start -- --help` prints. */
export function help(): string {
  const ports = Object.values(PORTS).map(
    ({ variable, fixed, listener }) => `  ${variable.padEnd(24)}${fixed}  ${listener}`,
  );
  return `npm start [-- --infrastructure]

Brings up PostgreSQL, Temporal with its Web UI, Kafka, a Stripe simulator, a small booking owner and
the product (API, worker, consumer) on this machine. Ctrl-C stops it all; the data stays in .local/
and the next start goes on from there. While it is up, .local/stack.json says where everything is.

  --infrastructure        everything but the product, for running that by hand:
                          node --env-file=.local/product.env --import tsx src/worker.ts
  --help                  this text

Parts of your own, instead of those that it brings:
  DATABASE_URL            PostgreSQL; the migrations are applied to it
  TEMPORAL_ADDRESS        Temporal, with TEMPORAL_NAMESPACE
  TEMPORAL_CLI_PATH       a "temporal" program to run
  KAFKA_BROKERS           Kafka, comma-separated
  STRIPE_SECRET_KEY       Stripe in test mode, with STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET
  BOOKING_OWNER_URL       the service that owns bookings

Ports:
${ports.join('\n')}

  LOCAL_DIR               where data, logs and stack.json are kept                (.local)
  RESTART=off             leaves a process that died down, instead of starting it again
  XDG_CACHE_HOME          where parts that were built or downloaded are kept      (~/.cache)

Every other variable reaches the product as it is, such as PAYMENT_WINDOW="1 minute".
`;
}
