import { z } from 'zod';
import type { SimulatorOptions } from './simulator';

/** What the SDK of this project sends, so that events and answers have one version. */
export const API_VERSION = '2026-10-28.endive';

export const LOCAL_SECRET_KEY = 'sk_test_local0000000000000000';
export const LOCAL_PUBLISHABLE_KEY = 'pk_test_local0000000000000000';

const webhooks = z.array(
  z.strictObject({
    url: z.url({ protocol: /^https?$/ }),
    secrets: z.array(z.string().min(1)).min(1),
  }),
);

const environment = z.object({
  STRIPE_SIM_PORT: z.coerce.number().int().min(0).max(65535).default(12120),
  STRIPE_SIM_HOST: z.string().default('127.0.0.1'),
  STRIPE_SIM_LEDGER: z.string().optional(),
  STRIPE_SIM_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  STRIPE_SIM_SECRET_KEY: z.string().startsWith('sk_test_').default(LOCAL_SECRET_KEY),
  STRIPE_SIM_PUBLISHABLE_KEY: z.string().startsWith('pk_test_').default(LOCAL_PUBLISHABLE_KEY),
  STRIPE_SIM_WEBHOOKS: z.string().default('[]').transform(parsedJson).pipe(webhooks),
});

/** Names the variable and what is wrong with it; an empty one counts as absent. */
export function readConfiguration(env: NodeJS.ProcessEnv): SimulatorOptions {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (!result.success)
    throw new Error(
      result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
    );
  const { data } = result;
  return {
    host: data.STRIPE_SIM_HOST,
    port: data.STRIPE_SIM_PORT,
    secretKey: data.STRIPE_SIM_SECRET_KEY,
    publishableKey: data.STRIPE_SIM_PUBLISHABLE_KEY,
    apiVersion: API_VERSION,
    ledger: data.STRIPE_SIM_LEDGER,
    publicUrl: data.STRIPE_SIM_PUBLIC_URL?.replace(/\/$/, ''),
    webhooks: data.STRIPE_SIM_WEBHOOKS,
  };
}

function parsedJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('must be JSON, such as [{"url":"http://…","secrets":["whsec_…"]}]');
    return z.NEVER;
  }
}
