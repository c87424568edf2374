import type Stripe from 'stripe';
import { errorOf, order, started, type Started } from './started';

type Status = Stripe.PaymentIntent.Status;

/** How a PaymentIntent gets into each state. */
const reach: Record<string, Stripe.PaymentIntentCreateParams> = {
  requires_payment_method: order,
  requires_confirmation: { ...order, payment_method: 'pm_card_visa' },
  requires_action: { ...order, payment_method: 'pm_card_authenticationRequired', confirm: true },
  processing: {
    ...order,
    allowed_payment_method_types: ['sepa_debit'],
    payment_method: 'pm_sepaDebit_processing',
    confirm: true,
  },
  requires_capture: {
    ...order,
    payment_method: 'pm_card_visa',
    capture_method: 'manual',
    confirm: true,
  },
  succeeded: { ...order, payment_method: 'pm_card_visa', confirm: true },
};

const everyState = [...Object.keys(reach), 'canceled'];
const unpaid = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

describe('what each state of a PaymentIntent allows', () => {
  let sim: Started;
  beforeAll(async () => (sim = await started()));
  afterAll(() => sim.close());

  async function intentIn(state: string): Promise<Stripe.PaymentIntent> {
    const intent = await sim.stripe.paymentIntents.create(reach[state] ?? order);
    if (state !== 'canceled') return intent;
    return sim.stripe.paymentIntents.cancel(intent.id);
  }

  const actions = {
    'update its amount': {
      allowed: unpaid,
      act: (id: string) => sim.stripe.paymentIntents.update(id, { amount: 6000 }),
      becomes: (before: string): Status =>
        before === 'requires_payment_method' ? before : 'requires_confirmation',
    },
    'confirm it': {
      allowed: unpaid,
      act: (id: string) =>
        sim.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_mastercard' }),
      becomes: (): Status => 'succeeded',
    },
    'capture it': {
      allowed: ['requires_capture'],
      act: (id: string) => sim.stripe.paymentIntents.capture(id),
      becomes: (): Status => 'succeeded',
    },
    'cancel it': {
      allowed: [...unpaid, 'requires_capture'],
      act: (id: string) => sim.stripe.paymentIntents.cancel(id),
      becomes: (): Status => 'canceled',
    },
  };

  const cases = Object.entries(actions).flatMap(([name, action]) =>
    everyState.map((state) => ({ name, action, state, allowed: action.allowed.includes(state) })),
  );

  it.each(cases.filter(({ allowed }) => allowed))(
    'in $state one can $name',
    async ({ action, state }) => {
      const intent = await intentIn(state);
      expect(intent.status).toBe(state);
      const after = await action.act(intent.id);
      expect(after.status).toBe(action.becomes(state));
    },
  );

  it.each(cases.filter(({ allowed }) => !allowed))(
    'in $state one cannot $name, and the error carries the PaymentIntent',
    async ({ action, state }) => {
      const intent = await intentIn(state);
      const error = await errorOf(action.act(intent.id));
      expect(error).toMatchObject({
        type: 'StripeInvalidRequestError',
        statusCode: 400,
        code: 'payment_intent_unexpected_state',
        payment_intent: { id: intent.id, object: 'payment_intent', status: state },
      });
      const after = await sim.stripe.paymentIntents.retrieve(intent.id);
      expect(after.status).toBe(state);
    },
  );

  it.each(everyState)('in %s a refund is given only for money that was received', async (state) => {
    const intent = await intentIn(state);
    const refund = sim.stripe.refunds.create({ payment_intent: intent.id });
    if (state === 'succeeded') return expect((await refund).amount).toBe(5000);
    const error = await errorOf(refund);
    expect(error).toMatchObject({ statusCode: 400, code: undefined });
    expect(error.message).toContain('does not have a successful charge to refund');
  });

  it.each(everyState)('in %s metadata can still be changed', async (state) => {
    const intent = await intentIn(state);
    const metadata = { bookingId: 'b-1' };
    const updated = await sim.stripe.paymentIntents.update(intent.id, { metadata });
    expect(updated).toMatchObject({ metadata, status: state });
  });

  it('names the states that allow cancelling, as Stripe does', async () => {
    const intent = await intentIn('succeeded');
    const error = await errorOf(sim.stripe.paymentIntents.cancel(intent.id));
    expect(error.message).toBe(
      'You cannot cancel this PaymentIntent because it has a status of succeeded. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action.',
    );
  });
});
