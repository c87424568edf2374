import { z } from 'zod';

const environment = z.object({
  KAFKA_GROUP_ID: z.string().default('notification-service'),
  SMTP_URL: z.url({ protocol: /^smtps?$/, hostname: /.*/ }),
  MAIL_FROM: z.string().default('Bookings <bookings@localhost>'),
  MAIL_TO: z
    .string()
    .includes('{userId}', { message: 'must hold {userId}' })
    .default('{userId}@localhost'),
  CHECKOUT_URL: z.url().optional(),
  BOOK_AGAIN_URL: z.url().optional(),
  MAX_AGE_HOURS: z.coerce.number().positive().default(72),
  JOURNAL_FILE: z.string().default('mailed.log'),
  HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = Readonly<z.infer<typeof environment>>;

/** Names every faulty variable and its rule, and shows no value. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`The environment is not complete:\n${lines.join('\n')}`);
}
