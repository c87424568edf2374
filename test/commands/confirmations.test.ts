import type { PaymentRow } from '../../src/db/booking-reads';
import { createConfirmation } from '../../src/commands/confirmation';
import type { CommandDependencies } from '../../src/commands/dependencies';
import type { PaymentOrder } from '../../src/commands/payment-order';

/** What a request is told whose confirmation Stripe has refused. */
async function told(declined: { code: string; message: string; declineCode?: string }) {
  const done = { outcome: 'done', answer: { declined } };
  const deps = { bookings: { confirm: () => Promise.resolve(done) } };
  const confirm = createConfirmation(deps as unknown as CommandDependencies);
  const row = { status: 'initiating', booking: { status: 'PENDING_PAYMENT', workflowId: 'w-1' } };
  const order = { paymentMethodId: 'pm_1' };
  return confirm(row as unknown as PaymentRow, order as unknown as PaymentOrder, 'r-1');
}

it("a bank's reason is told as it is", async () => {
  const declined = { code: 'card_declined', message: 'Your card was declined.' };
  expect(await told({ ...declined, declineCode: 'generic_decline' })).toEqual(declined);
});

it('what else Stripe says is not told: it quotes what was sent', async () => {
  const answer = await told({ code: 'resource_missing', message: 'No such PaymentMethod: ada' });
  expect(answer).toMatchObject({ code: 'resource_missing' });
  expect(answer!.message).toContain('Check paymentMethodId');
  expect(answer!.message).not.toContain('ada');
});
