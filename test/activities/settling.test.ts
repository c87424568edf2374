import { closed } from '../../src/domain/decisions/closing';
import { customerOf, type Customer } from './customer';
import { bookingRequest, bookOf, fiveTimes, startOf, useSaga, type Saga } from './saga';

describe('settling a payment', () => {
  let saga: Saga;
  let customer: Customer;
  useSaga((started) => {
    saga = started;
    customer = customerOf(saga);
  });

  const UNPAID = ['booking.pending_payment', 'payment.initiated'];
  const PAID = [...UNPAID, 'payment.completed', 'booking.confirmed'];
  const INSUFFICIENT = 'pm_card_visa_chargeDeclinedInsufficientFunds';

  it('confirms what is paid, and the owner keeps the place', async () => {
    const { bookingId, intentId } = await customer.opened();
    await customer.pay(intentId);
    expect(await saga.settlePayment(bookingId)).toMatchObject({
      ...{ status: 'CONFIRMED', paymentStatus: 'completed', needsAttention: false },
    });
    const { types, transitions, payment, charges } = await bookOf(saga.db, bookingId);
    expect(types).toEqual(PAID);
    expect(payment).toMatchObject({ stripeStatus: 'succeeded', methodType: 'card' });
    expect(charges).toMatchObject([{ own: true, amountMinor: 12_990, currency: 'eur' }]);
    expect(transitions[2]!.payload).toMatchObject({
      ...{ stripeChargeId: charges[0]!.stripeChargeId, paymentMethod: 'card' },
    });
    expect(await saga.placeOf(bookingId)).toBe('confirmed');
  });

  it('changes nothing when it runs again, or five times at once', async () => {
    const { bookingId, intentId } = await customer.opened();
    await customer.pay(intentId);
    await fiveTimes(() => saga.settlePayment(bookingId));
    await saga.settlePayment(bookingId);
    const { types, charges } = await bookOf(saga.db, bookingId);
    expect(types).toEqual(PAID);
    expect(charges).toHaveLength(1);
  });

  it('changes nothing while nobody has paid', async () => {
    const { bookingId } = await customer.opened();
    expect(await saga.settlePayment(bookingId)).toMatchObject({ status: 'PENDING_PAYMENT' });
    expect((await bookOf(saga.db, bookingId)).types).toEqual(UNPAID);
  });

  it('changes nothing before there is a PaymentIntent', async () => {
    const { bookingId } = await customer.opened();
    await saga.db.payment.updateMany({
      ...{ where: { bookingId }, data: { stripePaymentIntentId: null } },
    });
    expect(await saga.settlePayment(bookingId)).toMatchObject({ status: 'PENDING_PAYMENT' });
  });

  it('tells of 3-D Secure once, then of the payment', async () => {
    const { bookingId, intentId } = await customer.opened();
    await customer.pay(intentId, 'pm_card_threeDSecure2Required');
    await saga.settlePayment(bookingId);
    await saga.settlePayment(bookingId);
    await saga.simulate(`/payment_intents/${intentId}/authenticate`, { outcome: 'succeed' });
    await saga.settlePayment(bookingId);
    expect((await bookOf(saga.db, bookingId)).types).toEqual([
      ...UNPAID,
      'payment.processing',
      'payment.completed',
      'booking.confirmed',
    ]);
  });

  it('H13: waits for a method that takes days', async () => {
    const sepa = saga.withPolicy({ methodTypes: ['card', 'sepa_debit'] });
    const booking = bookingRequest();
    await sepa.openPayment(startOf(booking));
    const { bookingId } = booking;
    const intentId = await customer.intentOf(bookingId);
    await saga.stripe.paymentIntents.confirm(intentId, {
      payment_method: 'pm_sepaDebit_processing',
    });
    expect(await saga.settlePayment(bookingId)).toMatchObject({ paymentStatus: 'processing' });
    expect(await saga.closePayment(bookingId, { how: 'expired' })).toMatchObject({
      ...{ status: 'PENDING_PAYMENT', paymentStatus: 'processing' },
    });
    await saga.simulate(`/payment_intents/${intentId}/settle`, { outcome: 'succeeded' });
    expect(await saga.closePayment(bookingId, { how: 'expired' })).toMatchObject({
      status: 'CONFIRMED',
    });
    expect((await bookOf(saga.db, bookingId)).types).toEqual([
      ...UNPAID,
      'payment.processing',
      'payment.completed',
      'booking.confirmed',
    ]);
  });

  it('cancels the booking when somebody cancelled the PaymentIntent at Stripe', async () => {
    const { bookingId, intentId } = await customer.opened();
    await saga.stripe.paymentIntents.cancel(intentId);
    await fiveTimes(() => saga.settlePayment(bookingId));
    const { types, transitions } = await bookOf(saga.db, bookingId);
    expect(types).toEqual([...UNPAID, 'payment.cancelled', 'booking.cancelled']);
    expect(transitions[3]!.payload).toMatchObject({ reason: 'provider' });
  });

  describe('after declines', () => {
    it('C1: keeps each attempt once, with the words of its event, and a new card still pays', async () => {
      const { bookingId, intentId } = await customer.opened();
      for (const card of [INSUFFICIENT, 'pm_card_visa_chargeDeclined']) {
        await customer.declined(intentId, card);
        await customer.hear(intentId, 'payment_intent.payment_failed');
      }
      await fiveTimes(() => saga.settlePayment(bookingId));
      const declined = await bookOf(saga.db, bookingId);
      expect(declined.types).toEqual([
        ...UNPAID,
        'payment.attempt_failed',
        'payment.attempt_failed',
      ]);
      expect(declined.payment).toMatchObject({ attempts: 2, lastDecline: 'generic_decline' });
      expect(declined.transitions[2]!.payload).toMatchObject({
        ...{ attempt: 1, errorCode: 'card_declined', declineCode: 'insufficient_funds' },
        ...{ errorMessage: 'Your card has insufficient funds.', paymentMethod: 'card' },
      });
      await customer.pay(intentId);
      expect(await saga.settlePayment(bookingId)).toMatchObject({
        ...{ status: 'CONFIRMED', attempts: 2 },
      });
    });

    it('fails for good at the last attempt allowed, and the PaymentIntent is cancelled', async () => {
      const strict = saga.withPolicy({ maxAttempts: 3 });
      const { bookingId, intentId } = await customer.opened();
      for (let attempt = 0; attempt < 3; attempt++) {
        await customer.declined(intentId, INSUFFICIENT);
        await customer.hear(intentId, 'payment_intent.payment_failed');
        await strict.settlePayment(bookingId);
      }
      await strict.settlePayment(bookingId);
      const { types, transitions, payment } = await bookOf(saga.db, bookingId);
      expect(types).toEqual([
        ...UNPAID,
        'payment.attempt_failed',
        'payment.attempt_failed',
        'payment.failed',
        'booking.cancelled',
      ]);
      expect(transitions[4]!.payload).toMatchObject({ attempts: 3, errorCode: 'card_declined' });
      expect(payment).toMatchObject({ attempts: 3, lastDecline: 'insufficient_funds' });
      await expect(customer.pay(intentId)).rejects.toMatchObject({
        code: 'payment_intent_unexpected_state',
      });
    });

    it('fails at the first with PAYMENT_FAILURE_POLICY=cancel, also five times at once', async () => {
      const strict = saga.withPolicy({ failurePolicy: 'cancel' });
      const { bookingId, intentId } = await customer.opened();
      await customer.declined(intentId);
      await customer.hear(intentId, 'payment_intent.payment_failed');
      await fiveTimes(() => strict.settlePayment(bookingId));
      expect((await bookOf(saga.db, bookingId)).types).toEqual([
        ...UNPAID,
        'payment.failed',
        'booking.cancelled',
      ]);
    });

    it('confirms when a new card paid before the last decline was heard', async () => {
      const strict = saga.withPolicy({ failurePolicy: 'cancel' });
      const { bookingId, intentId } = await customer.opened();
      await customer.declined(intentId);
      await customer.pay(intentId);
      await customer.hear(intentId, 'payment_intent.payment_failed');
      expect(await strict.settlePayment(bookingId)).toMatchObject({ status: 'CONFIRMED' });
      expect((await bookOf(saga.db, bookingId)).types).toEqual(PAID);
    });

    it('counts an attempt that Stripe’s word was never heard of as nothing', async () => {
      const { bookingId, intentId } = await customer.opened();
      await customer.declined(intentId);
      await saga.settlePayment(bookingId);
      expect((await bookOf(saga.db, bookingId)).types).toEqual(UNPAID);
    });
  });

  describe('with money that does not fit', () => {
    const MISMATCHED = [...UNPAID, 'payment.unapplied', 'booking.refund_pending'];

    it.each([
      ['another amount', { amount: 12_000 }, 12_000, 'eur'],
      ['another currency', { currency: 'usd' }, 12_990, 'usd'],
    ])(
      'H20: %s is flagged, never confirmed, and goes back',
      async (_what, change, minor, currency) => {
        const { bookingId, intentId, paymentId } = await customer.opened();
        await saga.stripe.paymentIntents.update(intentId, change);
        await customer.pay(intentId);
        await fiveTimes(() => saga.settlePayment(bookingId));
        const view = await saga.settlePayment(bookingId);
        expect(view).toMatchObject({
          ...{ status: 'REFUND_PENDING', paymentStatus: 'unapplied', needsAttention: true },
          compensation: { request: { identity: 'saga:amount_mismatch', paymentId } },
        });
        const { types, transitions, flags } = await bookOf(saga.db, bookingId);
        expect(types).toEqual(MISMATCHED);
        expect(transitions[2]!.payload).toMatchObject({
          ...{ reason: 'amount_mismatch', receivedMinor: minor, receivedCurrency: currency },
        });
        expect(flags).toMatchObject([{ kind: 'amount_mismatch' }]);
        expect(await saga.placeOf(bookingId)).toBe('held');

        const { refundId, request } = view.compensation!;
        const order = { request, workflowId: `refund-${refundId}` };
        await fiveTimes(() => saga.openRefund(order));
        const after = await bookOf(saga.db, bookingId);
        expect(after.booking.status).toBe('REFUNDED');
        expect(after.types).toEqual([
          ...MISMATCHED,
          'payment.refund_initiated',
          'payment.refunded',
          'booking.refunded',
        ]);
        expect(after.refunds).toMatchObject([
          { refundId, amountMinor: minor, status: 'succeeded' },
        ]);
        await saga.releaseBooking(bookingId);
        expect(await saga.placeOf(bookingId)).toBe('released');
      },
    );

    it('test money where only live money counts goes back too', async () => {
      const live = saga.withPolicy({ livemode: true });
      const { bookingId, intentId } = await customer.opened();
      await customer.pay(intentId);
      const { status, compensation } = await live.settlePayment(bookingId);
      expect(status).toBe('REFUND_PENDING');
      expect((await bookOf(saga.db, bookingId)).types).toEqual(MISMATCHED);
      await saga.openRefund({ request: compensation!.request, workflowId: 'w' });
      expect((await bookOf(saga.db, bookingId)).booking.status).toBe('REFUNDED');
    });
  });

  it('leaves the booking as it is when the money shows up after it was closed', async () => {
    const { bookingId, intentId } = await customer.opened();
    // An answer from before the close: the zombie of an activity that read Stripe long ago.
    const slow = saga.acts({
      intents: {
        ...saga.deps.intents,
        async retrieve(id: string) {
          const intent = await saga.deps.intents.retrieve(id);
          await saga.deps.transitions.record(bookingId, (now) => closed(now, { how: 'expired' }));
          return intent;
        },
      },
    });
    await customer.pay(intentId);
    await slow.settlePayment(bookingId);
    const { types, charges } = await bookOf(saga.db, bookingId);
    expect(types).toEqual([...UNPAID, 'payment.expired', 'booking.expired']);
    expect(charges).toEqual([]); // free to go back as stray money
    const { latest_charge: chargeId } = await saga.stripe.paymentIntents.retrieve(intentId);
    const { paymentId } = (await bookOf(saga.db, bookingId)).payment;
    const request = { paymentId, reason: 'late payment', identity: `stray:${chargeId as string}` };
    await saga.openRefund({ request, workflowId: 'w' });
    const after = await bookOf(saga.db, bookingId);
    expect(after.booking.status).toBe('EXPIRED');
    expect(after.types.slice(4)).toEqual([
      'payment.unapplied',
      'payment.refund_initiated',
      'payment.refunded',
    ]);
    expect(after.transitions[4]!.payload).toMatchObject({ reason: 'late', receivedMinor: 12_990 });
  });
});
