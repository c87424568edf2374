import { randomUUID } from 'node:crypto';
import { paymentIdOf, uuidOf } from '../../src/domain/ids';
import { bookOf } from '../activities/saga';
import { useDesk } from './desk';
import type { Heard } from './ear';

jest.setTimeout(90_000);

const desk = useDesk();

const REQUEST = 'stripe.payment.request';
const RESULT = 'payment.card.result';
const DEAD = 'payment-events-dlq';

type Body = Record<string, unknown> & { metadata: Record<string, unknown> };

/** As customer-service sends it. */
function asked(more: Record<string, unknown> = {}): Body {
  return {
    eventType: REQUEST,
    customerId: 'cus-41',
    amount: 2500,
    currency: 'eur',
    paymentMethodId: 'pm_card_visa',
    customerInfo: {},
    paymentOptions: { returnUrl: 'https://shop.example/back' },
    timestamp: '2026-03-04T09:15:00.000Z',
    ...more,
    metadata: { requestId: `req-${randomUUID().slice(0, 8)}`, ...(more['metadata'] ?? {}) },
  };
}

const requestOf = ({ metadata }: Body) => String(metadata['requestId']);
const of = (body: Body) => (record: Heard) => record.body['requestId'] === requestOf(body);

async function answersTo(body: Body, count = 1): Promise<Heard[]> {
  return desk().hears(RESULT, of(body), count);
}

async function resultOf(body: Body): Promise<Record<string, unknown>> {
  await desk().send(REQUEST, body);
  return (await answersTo(body))[0]!.body;
}

async function deadAfter(value: object | string | null, headers: Record<string, string> = {}) {
  const key = randomUUID();
  await desk().send(REQUEST, value, { key, headers });
  const [letter] = await desk().hears(DEAD, (record) => record.key === key);
  return {
    reason: letter!.headers['dlq-reason'],
    why: letter!.headers['dlq-error-message'],
    letter,
  };
}

const chargesOf = async (bookingId: string) =>
  (await bookOf(desk().db, bookingId)).charges.map(({ amountMinor }) => amountMinor);

const intentOf = async (bookingId: string) => {
  const { payment } = await bookOf(desk().db, bookingId);
  return desk().saga.stripe.paymentIntents.retrieve(payment.stripePaymentIntentId!);
};

const customerOf = async (body: Body) => {
  const { customer } = await intentOf(requestOf(body));
  return typeof customer === 'string' ? customer : 'none';
};

const confirmsSent = () =>
  desk()
    .saga.ledger()
    .executed.filter(({ path }) => path.endsWith('/confirm')).length;

describe('a payment request', () => {
  it('with a payment method is charged at once, and its result says so', async () => {
    const body = asked({ metadata: { cart: { items: [1, 2] } } });
    const bookingId = requestOf(body);
    await desk().send(REQUEST, body);
    const [record] = await answersTo(body);
    const paymentId = paymentIdOf(bookingId);
    expect(record).toMatchObject({
      key: paymentId,
      headers: {
        ce_id: uuidOf(`result|${bookingId}`),
        ce_type: RESULT,
        ce_source: '/payment-service',
        ce_correlationid: bookingId,
      },
      body: {
        success: true,
        status: 'succeeded',
        paymentId,
        customerId: 'cus-41',
        amount: 2500,
        currency: 'eur',
        eventId: uuidOf(`result|${bookingId}`),
        requestId: bookingId,
        metadata: body.metadata,
      },
    });
    expect(record!.body).not.toHaveProperty('error');
    expect(record!.body).not.toHaveProperty('clientSecret'); // nothing is left to do with it
    await desk().temporal.idle();
    const { booking, types } = await bookOf(desk().db, bookingId);
    expect(booking).toMatchObject({ userId: 'cus-41', customerId: 'cus-41', status: 'CONFIRMED' });
    expect(booking.bindings).toEqual(['customer']);
    expect(types).toContain('payment.completed');
    expect(await chargesOf(bookingId)).toEqual([2500]);
  });

  it('that names its plan is counted with it', async () => {
    const body = asked({ subscriptionPlanId: 'plan-gold' });
    await resultOf(body);
    await desk().temporal.idle();
    const records = await desk().db.eventRecord.findMany({
      where: { bookingId: requestOf(body), topic: desk().contracts.wire('payment.analytics') },
    });
    const counted = records.map(({ value }) => JSON.parse(value) as Record<string, unknown>);
    expect(counted.map(({ eventType }) => eventType)).toEqual(
      expect.arrayContaining(['payment.initiated', 'payment.completed']),
    );
    for (const { subscriptionPlanId } of counted) expect(subscriptionPlanId).toBe('plan-gold');
  });

  it('without one waits for the customer, whose browser gets the client secret', async () => {
    const result = await resultOf(asked({ paymentMethodId: undefined }));
    expect(result).toMatchObject({ success: false, status: 'requires_payment_method' });
    expect(result['clientSecret']).toMatch(/^pi_\w+_secret_/);
    expect(result).not.toHaveProperty('error');
  });

  it('that comes five times, at once and later, is charged once and told under one id', async () => {
    const body = asked();
    const again = () => desk().send(REQUEST, body, { key: randomUUID() });
    await Promise.all([again(), again(), again()]);
    await answersTo(body, 3);
    await Promise.all([again(), desk().send(REQUEST, { ...body, timestamp: 'later' })]);
    const told = await answersTo(body, 5);
    expect(new Set(told.map(({ headers }) => headers['ce_id'])).size).toBe(1);
    expect(new Set(told.map(({ body: { timestamp } }) => timestamp)).size).toBe(1);
    expect(new Set(told.map(({ body: { status } }) => status))).toEqual(new Set(['succeeded']));
    expect(await chargesOf(requestOf(body))).toEqual([2500]);
  });

  it('that its sender has made anew is the same one: told once more, charged once', async () => {
    const body = asked();
    const first = await resultOf(body);
    await desk().send(REQUEST, {
      ...body,
      ...{ eventId: randomUUID(), timestamp: 'later', subscriptionPlanId: null, remark: 'again' },
      paymentOptions: { returnUrl: 'https://shop.example/another-session' },
    });
    const [, again] = await answersTo(body, 2);
    expect(again!.body).toEqual(first);
    expect(await chargesOf(requestOf(body))).toEqual([2500]);
  });

  it('whose content is another one’s, but not its id, is a purchase of its own', async () => {
    const [one, other] = [asked(), asked()];
    await Promise.all([desk().send(REQUEST, one), desk().send(REQUEST, other)]);
    await Promise.all([answersTo(one), answersTo(other)]);
    expect(await chargesOf(requestOf(one))).toEqual([2500]);
    expect(await chargesOf(requestOf(other))).toEqual([2500]);
  });

  it.each([
    ['metadata.idempotencyKey', { idempotencyKey: 'key 1/7' }, {}, 'key 1/7'],
    ['the header ce_id', {}, { ce_id: 'ce-7' }, 'ce-7'],
  ])('without a requestId is known by %s', async (_what, metadata, headers, requestId) => {
    const body = { ...asked(), metadata, amount: 2600 };
    await desk().send(REQUEST, body, { headers });
    await desk().send(REQUEST, body, { headers });
    const told = await desk().hears(RESULT, ({ body: { requestId: id } }) => id === requestId, 2);
    expect(told[0]!.body['paymentId']).toBe(told[1]!.body['paymentId']);
    expect(told[0]!.body['status']).toBe('succeeded');
  });

  it('without any id is known by its content, in whatever order its fields are written', async () => {
    const { metadata: _, ...body } = asked({ amount: 2700, customerId: 'cus-alone' });
    await desk().send(REQUEST, { ...body, metadata: {} });
    await desk().send(REQUEST, {
      metadata: {},
      ...Object.fromEntries(Object.entries(body).reverse()),
    });
    const told = await desk().hears(
      RESULT,
      (record) => record.body['customerId'] === 'cus-alone',
      2,
    );
    expect(new Set(told.map(({ body: { requestId } }) => requestId)).size).toBe(1);
    expect(told[0]!.body['requestId']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('that is declined says why, and another card pays the same booking', async () => {
    const first = asked({ paymentMethodId: 'pm_card_visa_chargeDeclined' });
    const bookingId = requestOf(first);
    expect(await resultOf(first)).toMatchObject({
      success: false,
      status: 'requires_payment_method',
      errorCode: 'card_declined',
      error: expect.stringContaining('declined') as string,
    });
    const second = asked({ metadata: { bookingId } });
    expect(await resultOf(second)).toMatchObject({
      success: true,
      paymentId: paymentIdOf(bookingId),
    });
    expect(await chargesOf(bookingId)).toEqual([2500]);
    // The first request told once more: its attempt was declined, but the money is in.
    await desk().send(REQUEST, first);
    const told = await answersTo(first, 2);
    expect(told[1]!.body).toMatchObject({ success: true, status: 'succeeded' });
  });

  it('C9: in manual mode asks for 3-D Secure, and a second request confirms after it', async () => {
    const manual = { returnUrl: 'https://shop.example/back', confirmationMethod: 'manual' };
    const first = asked({
      paymentMethodId: 'pm_card_authenticationRequired',
      paymentOptions: manual,
    });
    const bookingId = requestOf(first);
    const asking = await resultOf(first);
    expect(asking).toMatchObject({
      success: false,
      status: 'requires_action',
      requiresAction: true,
    });
    expect(asking['nextAction']).toMatchObject({
      type: 'redirect_to_url',
      redirect_to_url: { url: expect.stringContaining('/authenticate') as string },
    });
    expect(asking).not.toHaveProperty('error');
    const intentId = String(asking['paymentIntentId']);
    await desk().saga.simulate(`/payment_intents/${intentId}/authenticate`, { outcome: 'succeed' });
    expect((await intentOf(bookingId)).status).toBe('requires_confirmation');

    // The first request, sent once more, does not confirm anything.
    await desk().send(REQUEST, first);
    expect((await answersTo(first, 2))[1]!.body).toMatchObject({ status: 'requires_confirmation' });

    const second = asked({ paymentMethodId: undefined, metadata: { bookingId } });
    expect(await resultOf(second)).toMatchObject({ success: true, status: 'succeeded' });
    expect(await chargesOf(bookingId)).toEqual([2500]);
  });

  it('tells Stripe of the customer, and nobody else', async () => {
    const person = { email: 'ann.nobody@example.org', name: 'Ann Nobody' };
    const body = asked({ customerId: 'cus-ann', customerInfo: person });
    expect(await resultOf(body)).toMatchObject({ status: 'succeeded' });
    const customer = await customerOf(body);
    expect(await desk().saga.stripe.customers.retrieve(customer)).toMatchObject({
      ...person,
      metadata: { customerId: 'cus-ann' },
    });
    const next = asked({ customerId: 'cus-ann', customerInfo: person });
    await resultOf(next);
    expect(await customerOf(next)).toBe(customer);
    const named = asked({ customerId: 'cus-bob', customerInfo: { stripeCustomerId: customer } });
    await resultOf(named);
    expect(await customerOf(named)).toBe(customer);
    const rows = await Promise.all([
      desk().db.processedCommand.findMany(),
      desk().db.booking.findMany(),
      desk().db.eventRecord.findMany({ select: { value: true } }),
      desk().db.stripeEffect.findMany(),
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/Nobody|example\.org/i);
  });

  it('of a customer whom Stripe no longer has is paid by a new one, made once', async () => {
    const customerId = `cus-${randomUUID().slice(0, 8)}`;
    const person = { name: 'Ann Nobody' };
    await resultOf(asked({ customerId, customerInfo: person }));
    const data = { stripeCustomerId: 'cus_deletedAtStripe' };
    await desk().db.stripeCustomer.update({ where: { customerId }, data });
    const untold = asked({ customerId });
    expect(await resultOf(untold)).toMatchObject({ status: 'succeeded' });
    expect(await customerOf(untold)).toBe('none');
    const told = [1, 2].map(() => asked({ customerId, customerInfo: person }));
    const results = await Promise.all(told.map(resultOf));
    expect(results.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    const { stripeCustomerId } = await desk().db.stripeCustomer.findUniqueOrThrow({
      where: { customerId },
    });
    expect(await Promise.all(told.map(customerOf))).toEqual([stripeCustomerId, stripeCustomerId]);
  });
});

describe('a request that cannot be carried out', () => {
  it.each([
    ['no amount', { amount: undefined }, 'validation_failed', 'amount'],
    ['half a cent', { amount: 12.5 }, 'validation_failed', 'amount'],
    ['a currency in capitals', { currency: 'EUR' }, 'validation_failed', 'currency'],
    ['a currency that we do not take', { currency: 'ugx' }, 'currency_unsupported', 'currency'],
    ['fils', { currency: 'kwd', amount: 1001 }, 'amount_invalid_for_currency', 'amount'],
    [
      'a card number',
      { paymentMethodId: '4242424242424242' },
      'validation_failed',
      'paymentMethodId',
    ],
    [
      'a return address of another kind',
      { paymentOptions: { returnUrl: 'javascript:alert(1)' } },
      'validation_failed',
      'paymentOptions.returnUrl',
    ],
    [
      'a bad bookingId',
      { metadata: { bookingId: '-1 ' } },
      'validation_failed',
      'metadata.bookingId',
    ],
    ['a customerId with spaces', { customerId: 'cus 41' }, 'validation_failed', 'customerId'],
    ['a customerId as a number', { customerId: 41 }, 'validation_failed', 'customerId'],
    ['a version as a number', { version: 1 }, 'validation_failed', 'version'],
    ['a version in another spelling', { version: 'v1.0' }, 'validation_failed', 'version'],
    [
      'a customer that Stripe has not',
      { customerInfo: { stripeCustomerId: 'cus_nobody' } },
      'customer_not_found',
      'customerInfo.stripeCustomerId',
    ],
  ])('%s: rejected, and the field is named', async (_what, wrong, errorCode, field) => {
    const body = asked(wrong);
    await desk().send(REQUEST, body);
    const [record] = await answersTo(body);
    expect(record!.key).toBe(requestOf(body));
    expect(record!.body).toMatchObject({
      success: false,
      status: 'rejected',
      paymentIntentId: '',
      paymentId: '',
      errorCode,
      error: expect.stringContaining(`${field}: `) as string,
      metadata: body.metadata,
    });
    expect(await desk().db.booking.count({ where: { bookingId: requestOf(body) } })).toBe(0);
  });

  it('of another customer does not pay a booking, and does not learn of it', async () => {
    const first = asked();
    await resultOf(first);
    const other = asked({ customerId: 'cus-99', metadata: { bookingId: requestOf(first) } });
    expect(await resultOf(other)).toMatchObject({
      status: 'rejected',
      errorCode: 'booking_exists',
      error: expect.stringMatching(/^metadata\.bookingId: /) as string,
      paymentId: '',
    });
  });

  it('that names no booking is not told to change its name', async () => {
    const taken = asked({ amount: 999 });
    await resultOf(asked({ metadata: { bookingId: requestOf(taken) } }));
    const closed = asked();
    desk().temporal.end(`booking-${requestOf(closed)}`);
    for (const body of [taken, closed])
      expect(await resultOf(body)).toMatchObject({
        errorCode: 'booking_exists',
        error: expect.stringMatching(/^metadata\.requestId: The booking of this id /) as string,
      });
  });

  it('under an identity that another request has used learns nothing of that one', async () => {
    const first = asked({ paymentMethodId: undefined });
    const key = 'one after the other';
    await desk().send(REQUEST, first, { key });
    const others = { ...first, customerId: 'cus-77', paymentMethodId: 'pm_card_visa' };
    for (const body of [others, others, first]) await desk().send(REQUEST, body, { key });
    const [own, other, copy, again] = await answersTo(first, 4);
    expect(other!.body).toMatchObject({
      ...{ status: 'rejected', errorCode: 'request_id_reused', paymentId: '' },
      ...{ customerId: 'cus-77', amount: 0 },
    });
    expect(other!.value).not.toContain('_secret_');
    // A consumer that drops what it knows, or keeps the last word of each id, keeps both.
    expect(other!.headers['ce_id']).not.toBe(own!.headers['ce_id']);
    expect(other!.body['eventId']).toBe(other!.headers['ce_id']);
    expect(copy!.value).toBe(other!.value);
    expect(again!.body).toEqual(own!.body);
    expect(await chargesOf(requestOf(first))).toEqual([]);
  });

  it('under the identity of one that is still being carried out does not answer for that one', async () => {
    const body = asked({ amount: -1 });
    const key = { command: REQUEST, requestId: requestOf(body) };
    const begun = { source: 'another partition', fingerprint: 'of a request that is right' };
    await desk().db.processedCommand.create({ data: { ...key, ...begun } });
    expect(await resultOf(body)).toMatchObject({ errorCode: 'request_id_reused', amount: 0 });
    const row = await desk().db.processedCommand.findUnique({ where: { command_requestId: key } });
    expect(row).toMatchObject({ answer: null, ...begun });
  });

  it('because the owner has no place left is rejected', async () => {
    const body = asked();
    await desk().saga.ownerIs(requestOf(body), { refuseHold: true });
    const result = await resultOf(body);
    expect(result).toMatchObject({ status: 'rejected', errorCode: 'booking_unavailable' });
  });

  it('once the booking is over says so, and charges nothing', async () => {
    const first = asked({ paymentMethodId: undefined });
    const bookingId = requestOf(first);
    await resultOf(first);
    const cancelling = { cancelledBy: 'customer' } as const;
    await desk().temporal.ports.bookings.cancel(`booking-${bookingId}`, cancelling, 'by hand');
    const late = asked({ metadata: { bookingId } });
    expect(await resultOf(late)).toMatchObject({
      success: false,
      status: 'canceled',
      errorCode: 'booking_unavailable',
    });
    for (const { value } of await answersTo(late)) expect(value).not.toContain('_secret_');
  });
});

describe('a record that no answer could find its way from', () => {
  it.each([
    ['no value', null],
    ['bad JSON', '{"eventType":'],
    ['an array', '[]'],
    ['no customer', asked({ customerId: undefined })],
    ['an empty customer', asked({ customerId: '' })],
    ['deep nesting', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['a metadata that no result could carry', asked({ metadata: { much: 'x'.repeat(70_000) } })],
  ])('%s: dead letter, with its reason', async (_what, value) => {
    const { reason, why, letter } = await deadAfter(value);
    expect(reason).toBe('schema');
    expect(why).not.toBe('');
    expect(letter!.value).toBe(
      value === null ? 'null' : typeof value === 'string' ? value : JSON.stringify(value),
    );
  });

  it.each([
    ['of another type', { eventType: 'stripe.subscription.setup' }],
    ['of another version', { version: '2.0' }],
    ['of another version, as a number', { version: 2 }],
  ])('%s is told apart', async (_what, wrong) => {
    expect((await deadAfter(asked(wrong))).reason).toBe('unknown-type');
  });

  it('does not hold up what comes after it', async () => {
    const key = randomUUID();
    const body = asked();
    await desk().send(REQUEST, '{', { key });
    await desk().send(REQUEST, body, { key });
    await answersTo(body);
  });
});

describe('when something dies in the middle', () => {
  it.each([
    ['charge', 'pm_card_visa', { success: true, status: 'succeeded' }],
    ['decline', 'pm_card_visa_chargeDeclined', { success: false, errorCode: 'card_declined' }],
  ])(
    'after the %s, before the answer is kept: the record comes again, and no card is tried again',
    async (_what, paymentMethodId, expected) => {
      const body = asked({ paymentMethodId });
      const { confirm } = desk().deps.bookings;
      let deaths = 0;
      const dying: typeof confirm = async (...order) => {
        const answer = await confirm(...order);
        if ((deaths += 1) < 3) throw new Error('died after the effect');
        return answer;
      };
      await desk().takeOver({ bookings: { ...desk().deps.bookings, confirm: dying } });
      const before = confirmsSent();
      expect(await resultOf(body)).toMatchObject(expected);
      expect(deaths).toBeGreaterThan(0);
      expect(confirmsSent() - before).toBe(1);
      await desk().takeOver();
    },
  );

  it('the booking’s workflow was terminated: the request is not kept waiting for ever', async () => {
    const first = asked({ paymentMethodId: undefined });
    await resultOf(first);
    desk().temporal.end(`booking-${requestOf(first)}`);
    const second = asked({ metadata: { bookingId: requestOf(first) } });
    expect(await resultOf(second)).toMatchObject({
      status: 'rejected',
      errorCode: 'booking_unavailable',
    });
    expect(await chargesOf(requestOf(first))).toEqual([]);
  });

  it('before the result is acknowledged: another process tells it, and charges nothing', async () => {
    const body = asked();
    let tries = 0;
    await desk().takeOver({
      publish: () => Promise.reject(new Error(`Kafka is away (${(tries += 1)})`)),
    });
    await desk().send(REQUEST, body);
    while (tries < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await chargesOf(requestOf(body))).toEqual([2500]);
    const before = confirmsSent();
    await desk().takeOver();
    expect((await answersTo(body))[0]!.body).toMatchObject({ success: true });
    expect(confirmsSent()).toBe(before);
  });

  it('Temporal is down: the record waits in place, and others of its kind go on', async () => {
    const body = asked();
    desk().temporal.mood.down = true;
    await desk().send(REQUEST, body);
    const bad = asked({ amount: 0 });
    expect(await resultOf(bad)).toMatchObject({ status: 'rejected' });
    desk().temporal.mood.down = false;
    await answersTo(body);
    expect(await chargesOf(requestOf(body))).toEqual([2500]);
  });

  it('no worker is there: the record waits for its row', async () => {
    const body = asked();
    desk().temporal.mood.asleep = true;
    await desk().send(REQUEST, body);
    await new Promise((resolve) => setTimeout(resolve, 2_500)); // longer than it waits for a row
    desk().temporal.mood.asleep = false;
    desk().temporal.wake();
    await answersTo(body);
    expect(await chargesOf(requestOf(body))).toEqual([2500]);
  });

  it.each(['lose_response', 'fail_before', 'timeout'])(
    'Stripe: %s while the customer is made: there is one customer',
    async (kind) => {
      const customerId = `cus-${randomUUID().slice(0, 8)}`;
      await desk().saga.simulate('/faults', {
        kind,
        match: { method: 'POST', path: '/v1/customers' },
        ...(kind === 'timeout' && { ms: 200, effect: 'after' }),
      });
      const body = asked({ customerId, customerInfo: { name: 'X' } });
      expect(await resultOf(body)).toMatchObject({ success: true });
      const all = await desk().saga.stripe.customers.list({ limit: 100 });
      expect(all.data.filter(({ metadata }) => metadata['customerId'] === customerId)).toHaveLength(
        1,
      );
    },
  );

  it('a client secret is in no row and no dead letter', async () => {
    await resultOf(asked({ paymentMethodId: undefined }));
    const rows = await Promise.all([
      desk().db.processedCommand.findMany(),
      desk().db.eventRecord.findMany({ select: { value: true } }),
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/_secret_/);
  });
});
