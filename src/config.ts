import { z } from 'zod';
import { duration, flag, list, topicMap } from './config-values';
import { kafkaFault } from './kafka-options';

export { kafkaOptions } from './kafka-options';

/**
 * The one reader of the environment (contracts.md section 4). Read by process files only; throws
 * one error that names every faulty variable, its rule and never its value.
 */
const NO_NAME = 'must hold no "." or ":" and not begin with "__"';

const environment = z.object({
  NODE_ENV: z.string().default('development'),
  STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_(test|live)_\w+$/, 'must be a Stripe secret key'),
  STRIPE_PUBLISHABLE_KEY: z.string().regex(/^pk_(test|live)_\w+$/, 'must be a publishable key'),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .transform(list)
    .refine((secrets) => secrets.length > 0 && secrets.every((s) => s.startsWith('whsec_')), {
      message: 'must list signing secrets (whsec_…), separated by commas',
    }),
  STRIPE_API_BASE: z.url().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3004),
  FRONTEND_URL: z.url().default('http://localhost:5173'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, hostname: /.*/ }),
  KAFKA_BROKERS: z.string().default('localhost:9092').transform(list),
  KAFKA_CLIENT_ID: z.string().default('payment-service'),
  KAFKA_GROUP_ID: z.string().default('payment-service'),
  KAFKA_BINDINGS: z.string().default('canonical,dreamscape,customer,orders').transform(list),
  DEFAULT_BINDINGS: z.string().default('dreamscape').transform(list),
  KAFKA_TOPIC_PREFIX: z.string().default(''),
  KAFKA_TOPIC_MAP: topicMap.prefault(''),
  KAFKA_PROVISION_TOPICS: flag.prefault('true'),
  KAFKA_REPLICATION_FACTOR: z.coerce.number().int().min(1).default(1),
  KAFKA_SSL: flag.prefault('off'),
  KAFKA_SSL_CA: z.string().optional(),
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  DREAMSCAPE_FLAT_TOPICS: flag.prefault('true'),
  DREAMSCAPE_PARTIAL_REFUNDS: z.enum(['separate', 'merge']).default('separate'),
  ORDERS_LIFECYCLE: flag.prefault('false'),
  ORDERS_TYPE_ID: z.string().default(''),
  TEMPORAL_TASK_QUEUE: z.string().default('booking-payments'),
  TEMPORAL_DEPLOYMENT_NAME: z
    .string()
    .regex(/^(?!__)[^.:]+$/, NO_NAME)
    .optional(),
  TEMPORAL_WORKER_BUILD_ID: z.string().optional(),
  PAYMENT_WINDOW: duration.prefault('15 minutes'),
  CONFIRM_WINDOW: duration.prefault('2 hours'),
  PAYMENT_METHOD_TYPES: z.string().default('card').transform(list),
  PAYMENT_MAX_ATTEMPTS: z.coerce.number().int().min(1).default(10),
  PAYMENT_FAILURE_POLICY: z.enum(['retry', 'cancel']).default('retry'),
  BOOKING_OWNER_URL: z.url().optional(),
  AUTH: z.enum(['on', 'off']).default('on'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = Readonly<z.infer<typeof environment>> & { readonly livemode: boolean };

/** Of a process that talks to Kafka alone, and should not be given anybody's keys. */
const ofKafka = environment.omit({
  STRIPE_SECRET_KEY: true,
  STRIPE_PUBLISHABLE_KEY: true,
  STRIPE_WEBHOOK_SECRET: true,
  DATABASE_URL: true,
});
export type KafkaConfig = Readonly<z.infer<typeof ofKafka>>;

type Environment = Readonly<Record<string, string | undefined>>;

export class ConfigError extends Error {}

export function readConfig(env: Environment): Config {
  const settings = parsed(environment, env);
  const config = { ...settings, livemode: /^.k_live_/.test(settings.STRIPE_SECRET_KEY) };
  refuse(contradiction(config) ?? kafkaFault(config));
  return config;
}

export function readKafkaConfig(env: Environment): KafkaConfig {
  const config = parsed(ofKafka, env);
  refuse(kafkaFault(config));
  return config;
}

function refuse(fault: string | undefined): void {
  if (fault) throw new ConfigError(`The environment contradicts itself: ${fault}`);
}

function parsed<T extends z.ZodType>(schema: T, env: Environment): z.infer<T> {
  // An empty variable means "not set": that is how env files and compose files write it.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`The environment is not complete:\n${lines.join('\n')}`);
}

function contradiction(config: Config): string | undefined {
  if (config.livemode && config.NODE_ENV !== 'production')
    return 'STRIPE_SECRET_KEY is a live key, which is allowed only with NODE_ENV=production.';
  if (config.livemode && config.STRIPE_API_BASE)
    return 'STRIPE_API_BASE points away from Stripe, but STRIPE_SECRET_KEY is a live key.';
  if (config.livemode !== config.STRIPE_PUBLISHABLE_KEY.startsWith('pk_live_'))
    return 'STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY must both be test or both live keys.';
  const missing = config.DEFAULT_BINDINGS.filter((name) => !config.KAFKA_BINDINGS.includes(name));
  if (missing.length > 0)
    return `DEFAULT_BINDINGS names ${missing.join(', ')}, which KAFKA_BINDINGS does not enable.`;
  if (!config.TEMPORAL_DEPLOYMENT_NAME !== !config.TEMPORAL_WORKER_BUILD_ID)
    return 'TEMPORAL_DEPLOYMENT_NAME and TEMPORAL_WORKER_BUILD_ID are set both or neither.';
  return undefined;
}

/** The build that this worker is of; undefined where worker versioning is off. */
export function workerVersion(config: Config) {
  const { TEMPORAL_DEPLOYMENT_NAME: deploymentName, TEMPORAL_WORKER_BUILD_ID: buildId } = config;
  return deploymentName && buildId ? { deploymentName, buildId } : undefined;
}

/** What the contracts need of the environment. */
export function contractOptions(config: KafkaConfig) {
  return {
    families: config.KAFKA_BINDINGS,
    defaultBindings: config.DEFAULT_BINDINGS,
    topicPrefix: config.KAFKA_TOPIC_PREFIX,
    topicMap: config.KAFKA_TOPIC_MAP,
    dreamscapeFlatTopics: config.DREAMSCAPE_FLAT_TOPICS,
    dreamscapePartialRefunds: config.DREAMSCAPE_PARTIAL_REFUNDS,
    ordersLifecycle: config.ORDERS_LIFECYCLE,
    ordersTypeId: config.ORDERS_TYPE_ID,
  };
}
