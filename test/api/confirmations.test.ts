import { bought, open, type Bought } from './paying';
import { startProduct, type Product } from './product';
import { signedPost, stripeEvent } from './stripe-events';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterEach(async () => {
  await product.temporal.idle();
  await product.saga.clearFaults();
  product.temporal.mood.down = false;
  expect(await product.saga.audit()).toEqual([]);
});
afterAll(() => product.stop());

const CARD = 'pm_card_visa';
const DECLINED = 'pm_card_visa_chargeDeclinedInsufficientFunds';
const SECURE = 'pm_card_threeDSecure2Required';

const pathOf = ({ paymentId }: Bought) => `/api/v1/payments/${paymentId}/confirm`;
const confirm = (made: Bought, body: object = {}, key?: string) =>
  product.post(pathOf(made), body, key === undefined ? {} : { 'idempotency-key': key });
const authenticate = ({ intentId }: Bought, outcome = 'succeed') =>
  product.saga.simulate(`/payment_intents/${intentId}/authenticate`, { outcome });
const intentsOf = ({ paymentId }: Bought) =>
  product.saga.ledger().intents.filter(({ metadata }) => metadata['paymentId'] === paymentId);
const chargesOf = ({ intentId }: Bought) =>
  product.saga
    .ledger()
    .charges.filter(({ payment_intent: of, status }) => of === intentId && status === 'succeeded');
/** The browser, with Stripe's own library. */
const payInBrowser = ({ intentId }: Bought, card = CARD) =>
  product.saga.stripe.paymentIntents.confirm(intentId, { payment_method: card });

describe('POST /api/v1/payments/{paymentId}/confirm', () => {
  it('takes the money, and answers the payment with the client secret', async () => {
    const made = await open(product);
    const { status, body } = await confirm(made, { paymentMethodId: CARD });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      paymentId: made.paymentId,
      status: 'completed',
      bookingStatus: 'CONFIRMED',
      clientSecret: expect.stringMatching(/^pi_\w+_secret_/) as string,
    });
    expect(body).not.toHaveProperty('nextAction');
    expect(chargesOf(made)).toHaveLength(1);
  });

  it('sends the customer to the bank, and back to the page that the caller names', async () => {
    const made = await open(product);
    const returnUrl = 'http://localhost:5173/trips/88?step=paid';
    const { status, body } = await confirm(made, { paymentMethodId: SECURE, returnUrl });
    expect([status, body['bookingStatus']]).toEqual([200, 'PENDING_PAYMENT']);
    expect(body['nextAction']).toEqual({
      type: 'redirect_to_url',
      redirectToUrl: expect.stringContaining('/authenticate') as string,
    });
    const { next_action: action } = await product.saga.stripe.paymentIntents.retrieve(
      made.intentId,
    );
    expect(action?.redirect_to_url?.return_url).toBe(returnUrl);
  });

  it.each([
    ['another site', 'https://shop.example/back'],
    ['another port', 'http://localhost:5174/back'],
    ['another scheme', 'https://localhost:5173/back'],
    ['a name before an @', 'http://localhost:5173@evil.example/'],
    ['a password', 'http://me:secret@localhost:5173/'],
    ['a blob', 'blob:http://localhost:5173/1'],
    ['a script', 'javascript:alert(1)'],
    ['a path alone', '/back'],
  ])('sends nobody to %s', async (_what, returnUrl) => {
    const made = await open(product);
    const { status, body } = await confirm(made, { paymentMethodId: CARD, returnUrl });
    expect([status, body['code']]).toEqual([400, 'validation_failed']);
    expect(body['errors']).toEqual([
      {
        path: 'returnUrl',
        message:
          'The origin must be that of FRONTEND_URL. Use an address that begins with http://localhost:5173/.',
      },
    ]);
    expect(chargesOf(made)).toEqual([]);
  });

  it.each([
    ['an unknown field', { amount: 1 }, 'amount'],
    ['a card number', { paymentMethodId: '4242424242424242' }, 'paymentMethodId'],
    ['no text', { returnUrl: 7 }, 'returnUrl'],
  ])('refuses %s', async (_what, given, path) => {
    const made = await open(product);
    const { status, body } = await confirm(made, given);
    expect([status, body['code']]).toEqual([400, 'validation_failed']);
    expect(body['errors']).toMatchObject([{ path }]);
  });

  it('says which field is missing when there is no payment method to confirm with', async () => {
    const made = await open(product);
    for (const _ of [1, 2]) {
      const { status, body } = await confirm(made, {}, 'no-method');
      expect([status, body['code']]).toEqual([400, 'validation_failed']);
      expect(body['errors']).toMatchObject([{ path: 'paymentMethodId' }]);
    }
  });

  it('does not know a payment that does not exist', async () => {
    const reply = await product.post(`/api/v1/payments/pay_${'0'.repeat(24)}/confirm`, {});
    expect([reply.status, reply.body['code']]).toEqual([404, 'payment_not_found']);
  });

  it('says how the booking stands when it can no longer be paid', async () => {
    const made = await open(product);
    await product.post(`/api/v1/payments/${made.paymentId}/cancel`, {});
    const { status, body } = await confirm(made, { paymentMethodId: CARD });
    expect([status, body['code']]).toEqual([409, 'booking_unavailable']);
    expect(body['detail']).toContain('CANCELLED');
    expect(chargesOf(made)).toEqual([]);
  });

  it('says so, too, when the booking ended while it asked', async () => {
    const made = await open(product);
    const { bookings } = product.deps;
    const cancel = `/api/v1/payments/${made.paymentId}/cancel`;
    const late = await product.serve({
      bookings: {
        ...bookings,
        async confirm(...order) {
          await product.post(cancel, {});
          return bookings.confirm(...order);
        },
      },
    });
    const reply = await fetch(late + pathOf(made), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ paymentMethodId: CARD }),
    });
    expect(await reply.json()).toMatchObject({ status: 409, code: 'booking_unavailable' });
  });

  it('asks to repeat while Temporal is down, Stripe is silent, or the workflow is gone', async () => {
    const made = await open(product);
    const order = { paymentMethodId: CARD };
    product.temporal.mood.down = true;
    const down = await confirm(made, order);
    product.temporal.mood.down = false;
    const match = { method: 'GET', path: '/v1/payment_intents/*' };
    await product.saga.simulate('/faults', { kind: 'reset_before', match, times: null });
    const silent = await confirm(made, order);
    await product.saga.clearFaults();
    product.temporal.forget(`booking-${made.order.bookingId}`);
    const gone = await confirm(made, order);
    for (const { status, headers, body } of [down, silent, gone]) {
      expect([status, body['code']]).toEqual([503, 'temporarily_unavailable']);
      expect(headers.get('retry-after')).toBe('2');
    }
    expect(chargesOf(made)).toEqual([]);
  });

  it('answers a key with the first answer, its secret and its next step read anew', async () => {
    const made = await open(product);
    const first = await confirm(made, { paymentMethodId: SECURE }, 'secure');
    const second = await confirm(made, { paymentMethodId: SECURE }, 'secure');
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(second.body['nextAction']).toBeDefined();
    const other = await confirm(made, { paymentMethodId: CARD }, 'secure');
    expect([other.status, other.body['code']]).toEqual([422, 'idempotency_key_reused']);
  });

  it('keeps neither the client secret nor the address of the bank', async () => {
    const made = await open(product);
    await confirm(made, { paymentMethodId: SECURE }, 'kept');
    const [requests, events, payments, effects] = await Promise.all([
      product.db.idempotentRequest.findMany(),
      product.db.eventRecord.findMany({ where: { bookingId: made.order.bookingId } }),
      product.db.payment.findMany(),
      product.db.stripeEffect.findMany(),
    ]);
    expect(requests.some(({ key }) => key === 'kept')).toBe(true);
    const kept = JSON.stringify([requests, events.map(({ value }) => value), payments, effects]);
    expect(kept).not.toMatch(/_secret_|authenticate|nextAction/);
  });

  it('one answer lost, the same key with another card is another order', async () => {
    const made = await open(product);
    const scope = `anyone POST ${pathOf(made)}`;
    await confirm(made, { paymentMethodId: DECLINED }, 'lost');
    // The process died before it could keep the answer.
    await product.db.idempotentRequest.deleteMany({ where: { scope } });
    const { status } = await confirm(made, { paymentMethodId: CARD }, 'lost');
    expect(status).toBe(200);
  });
});

describe('a payment by our server', () => {
  it('H5: after a decline another card pays within the window, with a key and without', async () => {
    for (const [key, card] of [
      [undefined, CARD],
      ['other', 'pm_card_mastercard'],
    ] as const) {
      const made = await open(product);
      const first = await confirm(made, { paymentMethodId: DECLINED }, key && `${key}-1`);
      expect(first.status).toBe(422);
      expect(first.body).toMatchObject({
        code: 'payment_rejected',
        errorCode: 'card_declined',
        declineCode: 'insufficient_funds',
        detail: expect.stringMatching(/insufficient funds.* can be tried again until 20/) as string,
      });
      const { body: open1 } = await product.get(`/api/v1/payments/${made.paymentId}`);
      expect(open1['bookingStatus']).toBe('PENDING_PAYMENT');
      const second = await confirm(made, { paymentMethodId: card }, key && `${key}-2`);
      expect([second.status, second.body['bookingStatus']]).toEqual([200, 'CONFIRMED']);
      expect(intentsOf(made)).toHaveLength(1);
    }
  });

  it('H5: a decline locks no card out, also without a key and with every webhook lost', async () => {
    const made = await open(product);
    for (const _ of [1, 2, 3])
      expect((await confirm(made, { paymentMethodId: DECLINED })).status).toBe(422);
    const attempts = product.saga
      .ledger()
      .charges.filter(
        ({ payment_intent: of, status }) => of === made.intentId && status === 'failed',
      );
    expect(attempts).toHaveLength(3);
    expect((await confirm(made, { paymentMethodId: CARD })).status).toBe(200);
  });

  it('repeats a decline to the same key word for word, and tries the card once', async () => {
    const made = await open(product);
    const replies = [];
    for (const _ of [1, 2])
      replies.push(await confirm(made, { paymentMethodId: DECLINED }, 'same'));
    const [first, second] = replies.map(({ status, body: { requestId: _, ...body } }) => ({
      status,
      body,
    }));
    expect(second).toEqual(first);
    expect(first?.body['declineCode']).toBe('insufficient_funds');
    const tried = product.saga
      .ledger()
      .charges.filter((one) => one.payment_intent === made.intentId);
    expect(tried).toHaveLength(1);
  });

  it.each([
    ['with', 'lost'],
    ['without', undefined],
  ])(
    'H2: the same confirmation again and again %s a key, every answer lost: one charge',
    async (_how, key) => {
      const made = await open(product);
      const match = { method: 'POST', path: '/v1/payment_intents/*/confirm' };
      await product.saga.simulate('/faults', { kind: 'lose_response', match, times: null });
      const replies = await Promise.all(
        Array.from({ length: 6 }, () => confirm(made, { paymentMethodId: CARD }, key)),
      );
      for (const { status, body } of replies)
        expect([status, body['bookingStatus']]).toEqual([200, 'CONFIRMED']);
      expect((await confirm(made, { paymentMethodId: CARD }, key)).status).toBe(200);
      expect(intentsOf(made)).toHaveLength(1);
      expect(chargesOf(made)).toHaveLength(1);
    },
  );

  it('H32: the page failed, but the money is in: a retry makes no second PaymentIntent', async () => {
    const made = await open(product);
    await payInBrowser(made); // and the browser never learns that it worked; nor do we
    const again = await product.post('/api/v1/payments', made.order);
    expect(again.body['stripePaymentIntentId']).toBe(made.intentId);
    for (const body of [{ paymentMethodId: CARD }, {}, { paymentMethodId: 'pm_card_mastercard' }]) {
      const reply = await confirm(made, body);
      expect([reply.status, reply.body['bookingStatus']]).toEqual([200, 'CONFIRMED']);
    }
    expect(intentsOf(made)).toHaveLength(1);
    expect(chargesOf(made)).toHaveLength(1);
  });

  it('H32: a confirmation that has succeeded answers the same again, and asks nobody', async () => {
    const made = await bought(product);
    product.temporal.mood.down = true;
    const reply = await confirm(made, { paymentMethodId: CARD });
    expect([reply.status, reply.body['bookingStatus']]).toEqual([200, 'CONFIRMED']);
    expect(chargesOf(made)).toHaveLength(1);
  });
});

describe('the two ways to confirm', () => {
  it('C9: the browser confirms by default, 3-D Secure and all, without our server', async () => {
    const made = await open(product);
    const intent = await payInBrowser(made, SECURE);
    expect([intent.confirmation_method, intent.status]).toEqual(['automatic', 'requires_action']);
    await authenticate(made);
    const paid = await product.saga.stripe.paymentIntents.retrieve(made.intentId);
    expect(paid.status).toBe('succeeded');
    await signedPost(product.send, stripeEvent('payment_intent.succeeded', paid));
    await product.temporal.idle();
    const { body } = await product.get(`/api/v1/payments/${made.paymentId}`);
    expect(body['bookingStatus']).toBe('CONFIRMED');
  });

  it('C9: in manual mode our server confirms once more after 3-D Secure', async () => {
    const made = await open(product, { confirmationMethod: 'manual' });
    const asked = await confirm(made, { paymentMethodId: SECURE });
    expect(asked.body).toMatchObject({
      ...{ status: 'processing', bookingStatus: 'PENDING_PAYMENT' },
      nextAction: { type: 'redirect_to_url' },
    });
    const waiting = await confirm(made); // nobody has authenticated yet
    expect([waiting.status, waiting.body['bookingStatus']]).toEqual([200, 'PENDING_PAYMENT']);
    await authenticate(made);
    const ready = await product.saga.stripe.paymentIntents.retrieve(made.intentId);
    expect([ready.confirmation_method, ready.status]).toEqual(['manual', 'requires_confirmation']);
    const done = await confirm(made);
    expect([done.status, done.body['bookingStatus']]).toEqual([200, 'CONFIRMED']);
    expect(chargesOf(made)).toHaveLength(1);
  });

  it('C9: in manual mode a decline after 3-D Secure is an attempt, and another card pays', async () => {
    const made = await open(product, { confirmationMethod: 'manual' });
    await confirm(made, { paymentMethodId: 'pm_card_threeDSecureRequiredChargeDeclined' });
    await authenticate(made);
    expect((await confirm(made)).body['code']).toBe('payment_rejected');
    const done = await confirm(made, { paymentMethodId: CARD });
    expect(done.body['bookingStatus']).toBe('CONFIRMED');
  });

  it('what the address of the return says confirms nothing: Stripe is read', async () => {
    const made = await open(product, { confirmationMethod: 'manual' });
    const forged = new URLSearchParams({
      payment_intent: made.intentId,
      payment_intent_client_secret: 'pi_x_secret_y',
      redirect_status: 'succeeded',
    });
    const path = `${pathOf(made)}?${forged.toString()}`;
    expect((await product.post(path, {})).status).toBe(400);
    await confirm(made, { paymentMethodId: SECURE });
    const { status, body } = await product.post(path, {});
    expect([status, body['bookingStatus']]).toEqual([200, 'PENDING_PAYMENT']);
    await authenticate(made, 'fail');
    expect((await product.post(path, {})).status).toBe(400);
    expect(chargesOf(made)).toEqual([]);
    const row = await product.get(`/api/v1/payments/${made.paymentId}`);
    expect(row.body['bookingStatus']).toBe('PENDING_PAYMENT');
  });
});
