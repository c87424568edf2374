import { join } from 'node:path';
import { freePort } from '../../dev/parts/port';
import { startStripeSimulator, type StripeKeys } from '../../dev/parts/stripe';
import { endWithTheRun } from './orphan-guard';
import { restartable, type Restartable } from './restartable';
import { scratch } from './scratch';

/** A Stripe simulator of one's own, as a process. */
export interface TestStripe extends StripeKeys, Restartable {
  readonly url: string;
  readonly control: string;
  readonly ledger: string;
}

const KEYS: StripeKeys = {
  secretKey: 'sk_test_tests',
  publishableKey: 'pk_test_tests',
  webhookSecret: 'whsec_tests',
};

export async function startStripe(webhookUrls: readonly string[] = []): Promise<TestStripe> {
  const { dir, remove } = scratch('stripe');
  const port = await freePort();
  const ledger = join(dir, 'ledger.jsonl');
  const logFile = join(dir, 'log');
  const from = { ...KEYS, port, ledger, webhookUrls, env: process.env, logFile };
  const start = () => startStripeSimulator({ ...from, onSpawn: endWithTheRun });
  const url = `http://127.0.0.1:${port}`;
  return {
    ...KEYS,
    ...{ url, control: `${url}/_control`, ledger },
    ...(await restartable(start, remove)),
  };
}
