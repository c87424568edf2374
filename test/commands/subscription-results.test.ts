import type { CommandDependencies } from '../../src/commands/dependencies';
import { createSetupResults } from '../../src/commands/subscription-result';
import type { SetupSecret } from '../../src/stripe/setup-intents';

/** The result of a request that has begun a subscription. */
async function begun(status: string, secret?: SetupSecret) {
  const row = {
    ...{ setupId: 's-1', customerId: 'cus-1', stripeSubscriptionId: 'sub_1', status },
    ...{ firstPaymentIntentId: secret ? 'pi_1' : null, setupIntentId: null },
    ...{ firstAmountMinor: 990, currency: 'eur' },
  };
  const deps = {
    db: { subscription: { findUnique: () => Promise.resolve(row) } },
    setupSecrets: { ofPayment: () => Promise.resolve(secret) },
  };
  const setupResult = createSetupResults(deps as unknown as CommandDependencies);
  const told = { requestId: 'r-1', customerId: 'cus-1', metadata: {}, at: new Date() };
  return setupResult({ setupId: 's-1', action: 'begun' }, told);
}

const DECLINED = { errorCode: 'card_declined', error: 'Your card was declined.' };

describe('the result of a subscription that was begun', () => {
  it.each([
    ['active', 'succeeded', true],
    ['trialing', undefined, true],
    ['trialing', 'requires_action', false],
    ['incomplete', 'requires_action', false],
    ['incomplete', 'processing', false],
    ['incomplete', 'succeeded', false],
  ])('%s, its payment %s: success %s, and no error', async (status, paid, success) => {
    const result = await begun(status, paid === undefined ? undefined : { status: paid });
    expect(result.success).toBe(success);
    expect(result.errorCode).toBeUndefined();
  });

  it.each([
    ['canceled', 'succeeded', 'subscription_ended'],
    ['canceled', undefined, 'subscription_ended'],
    ['incomplete_expired', 'canceled', 'subscription_ended'],
    ['incomplete', 'requires_payment_method', 'payment_failed'],
    ['incomplete', 'canceled', 'payment_failed'],
    ['past_due', 'succeeded', 'payment_failed'],
    ['unpaid', undefined, 'payment_failed'],
  ])('%s, its payment %s: no success, %s', async (status, paid, errorCode) => {
    const result = await begun(status, paid === undefined ? undefined : { status: paid });
    expect(result).toMatchObject({ success: false, errorCode });
    expect(result.error).not.toBe('');
  });

  it("has the bank's words where there are some", async () => {
    const secret = { status: 'requires_payment_method', ...DECLINED };
    expect(await begun('incomplete', secret)).toMatchObject({ success: false, ...DECLINED });
  });
});
