import { refundIdOf } from '../../src/domain/ids';
import { customerOf, refundOf, type Customer } from './customer';
import { bookOf, fiveTimes, useSaga, type Saga } from './saga';

describe('money and refunds that nobody here asked for', () => {
  let saga: Saga;
  let customer: Customer;
  useSaga((started) => {
    saga = started;
    customer = customerOf(saga);
  });

  const chargeAtStripe = (chargeId: string) =>
    saga.ledger().charges.find(({ id }) => id === chargeId)!;
  const dashboardRefund = (order: object) =>
    saga.simulate<{ id: string; amount: number }>('/refunds', order);

  describe('a second charge', () => {
    it('with our paymentId goes back whole and once, and the booking stays', async () => {
      const { bookingId, paymentId } = await customer.confirmed();
      const stray = await customer.paidElsewhere({ bookingId, paymentId });
      const order = refundOf(paymentId, `stray:${stray.chargeId}`);
      await fiveTimes(() => saga.openRefund(order));
      expect(await saga.openRefund(order)).toMatchObject({ refund: { status: 'succeeded' } });
      const { booking, payment, types, transitions, charges } = await bookOf(saga.db, bookingId);
      expect(booking.status).toBe('CONFIRMED');
      expect(payment.status).toBe('completed');
      expect(types.slice(4)).toEqual([
        'payment.unapplied',
        'payment.refund_initiated',
        'payment.refunded',
      ]);
      expect(transitions[4]!.payload).toMatchObject({
        ...{ reason: 'duplicate', stripeChargeId: stray.chargeId, receivedMinor: 12_990 },
      });
      expect(charges.map(({ own }) => own).sort()).toEqual([false, true]);
      expect(chargeAtStripe(stray.chargeId).amount_refunded).toBe(12_990);
    });

    it('R9: with our bookingId alone, or with another paymentId, is not ours to refund', async () => {
      const { bookingId, paymentId } = await customer.confirmed();
      for (const metadata of [{ bookingId }, { bookingId, paymentId: 'pay_other' }, {}]) {
        const { chargeId } = await customer.paidElsewhere(metadata);
        expect(await saga.openRefund(refundOf(paymentId, `stray:${chargeId}`))).toEqual({
          refused: 'payment_not_refundable',
        });
        expect(chargeAtStripe(chargeId).amount_refunded).toBe(0);
      }
      expect((await bookOf(saga.db, bookingId)).charges).toHaveLength(1);
    });

    it('goes back while the booking still waits for its own money', async () => {
      const { bookingId, paymentId } = await customer.opened();
      const stray = await customer.paidElsewhere({ bookingId, paymentId }, 500);
      await saga.openRefund(refundOf(paymentId, `stray:${stray.chargeId}`));
      expect((await bookOf(saga.db, bookingId)).booking.status).toBe('PENDING_PAYMENT');
      expect(chargeAtStripe(stray.chargeId).amount_refunded).toBe(500);
      await saga.closePayment(bookingId, { how: 'expired' });
    });

    it('gives back only what the dashboard has left of it', async () => {
      const { bookingId, paymentId } = await customer.confirmed();
      const { chargeId } = await customer.paidElsewhere({ bookingId, paymentId });
      const made = await dashboardRefund({ charge: chargeId, amount: 2_000 });
      await saga.openRefund(refundOf(paymentId, `stray:${chargeId}`));
      await saga.openRefund(refundOf(paymentId, `stripe:${made.id}`));
      expect(chargeAtStripe(chargeId).amount_refunded).toBe(12_990);
      expect((await bookOf(saga.db, bookingId)).booking.status).toBe('CONFIRMED');
    });

    it('H22: given back whole in the dashboard first is on record all the same', async () => {
      const { bookingId, paymentId } = await customer.confirmed();
      const { chargeId } = await customer.paidElsewhere({ bookingId, paymentId });
      const made = await dashboardRefund({ charge: chargeId });
      const order = refundOf(paymentId, `stray:${chargeId}`);
      expect(await saga.openRefund(order)).toEqual({ refused: 'refund_exceeds_balance' });
      await saga.openRefund(refundOf(paymentId, `stripe:${made.id}`));
      const { charges, types, booking } = await bookOf(saga.db, bookingId);
      expect(charges).toMatchObject([{ own: true }, { own: false, externalMinor: 12_990 }]);
      expect(types.slice(4)).toEqual([
        'payment.unapplied',
        'payment.refund_initiated',
        'payment.refunded',
      ]);
      expect(booking.status).toBe('CONFIRMED');
    });

    it('that fails to go back is flagged, and changes nothing about the booking', async () => {
      const { bookingId, paymentId } = await customer.confirmed();
      const { chargeId } = await customer.paidElsewhere({ bookingId, paymentId });
      const refund = await saga.refunded(refundOf(paymentId, `stray:${chargeId}`));
      const { refundId } = refund;
      const { stripeRefundId } = await saga.db.refund.findUniqueOrThrow({ where: { refundId } });
      await saga.simulate(`/refunds/${stripeRefundId}/settle`, { outcome: 'failed' });
      await saga.settleRefund(refundId);
      const { booking, payment, flags } = await bookOf(saga.db, bookingId);
      expect(booking.status).toBe('CONFIRMED');
      expect(payment.status).toBe('completed');
      expect(flags).toMatchObject([{ kind: 'refund_failed', subject: refundId }]);
    });
  });

  it('the booking’s own charge is never stray', async () => {
    const { paymentId, chargeId } = await customer.confirmed();
    const refused = { refused: 'payment_not_refundable' };
    expect(await saga.openRefund(refundOf(paymentId, `stray:${chargeId}`))).toEqual(refused);

    const open = await customer.opened();
    const { latest_charge: fresh } = await customer.pay(open.intentId);
    const order = refundOf(open.paymentId, `stray:${fresh as string}`);
    expect(await saga.openRefund(order)).toEqual(refused); // the saga still decides about it
    await saga.db.payment.updateMany({
      where: { bookingId: open.bookingId },
      data: { stripePaymentIntentId: null }, // Stripe's answer to its creation is still to come
    });
    expect(await saga.openRefund(order)).toEqual(refused);
    await saga.db.payment.updateMany({
      where: { bookingId: open.bookingId },
      data: { stripePaymentIntentId: open.intentId },
    });
    expect(await saga.settlePayment(open.bookingId)).toMatchObject({ status: 'CONFIRMED' });
  });

  describe('a refund made in the dashboard', () => {
    it('H22: is recorded and not repeated: a part, then the rest', async () => {
      const { bookingId, paymentId, chargeId, intentId } = await customer.confirmed();
      const part = await dashboardRefund({ payment_intent: intentId, amount: 3_000 });
      await fiveTimes(() => saga.openRefund(refundOf(paymentId, `stripe:${part.id}`, 3_000)));
      expect((await bookOf(saga.db, bookingId)).booking.status).toBe('PARTIALLY_REFUNDED');
      const rest = await dashboardRefund({ charge: chargeId });
      await saga.openRefund(refundOf(paymentId, `stripe:${rest.id}`));
      const { booking, types, refunds, flags } = await bookOf(saga.db, bookingId);
      expect(booking.status).toBe('REFUNDED');
      expect(types.slice(4)).toEqual([
        'payment.refund_initiated',
        'payment.refunded',
        'booking.partially_refunded',
        'payment.refund_initiated',
        'payment.refunded',
        'booking.refunded',
      ]);
      expect(refunds).toMatchObject([
        { requestedBy: 'external', amountMinor: 3_000, stripeRefundId: part.id },
        { requestedBy: 'external', amountMinor: 9_990, stripeRefundId: rest.id },
      ]);
      expect(flags).toEqual([]);
      expect(saga.ledger().refunds.filter(({ charge }) => charge === chargeId)).toHaveLength(2);
    });

    it.each([
      ['in order', [0, 1]],
      ['in reverse', [1, 0]],
      ['twice each', [1, 0, 0, 1]],
    ])('H21: of 10 and one of 5 come to 15, told %s', async (_how, order) => {
      const { bookingId, paymentId, chargeId } = await customer.confirmed();
      const ten = await dashboardRefund({ charge: chargeId, amount: 1_000 });
      const five = await dashboardRefund({ charge: chargeId, amount: 500 });
      for (const index of order)
        await fiveTimes(() =>
          saga.openRefund(refundOf(paymentId, `stripe:${[ten, five][index]!.id}`)),
        );
      const { charges, refunds, transitions } = await bookOf(saga.db, bookingId);
      expect(refunds).toHaveLength(2);
      expect(charges).toMatchObject([{ externalMinor: 1_500, refundedMinor: 1_500 }]);
      const told = transitions.filter(({ type }) => type === 'payment.refunded');
      expect(told.at(-1)!.payload).toMatchObject({
        refundedTotalMinor: 1_500,
        fullyRefunded: false,
      });
    });

    it('leaves less for us to give', async () => {
      const { paymentId, chargeId } = await customer.confirmed();
      const made = await dashboardRefund({ charge: chargeId, amount: 10_000 });
      await saga.openRefund(refundOf(paymentId, `stripe:${made.id}`));
      expect(await saga.openRefund(refundOf(paymentId, 'key:too-much', 3_000))).toEqual({
        refused: 'refund_exceeds_balance',
      });
      expect(await saga.openRefund(refundOf(paymentId, 'key:rest'))).toMatchObject({
        refund: { amountMinor: 2_990, status: 'succeeded' },
      });
    });

    it('H22: that crosses a refund of ours is recorded and flagged, and ours fails', async () => {
      const { bookingId, paymentId, chargeId } = await customer.confirmed();
      const match = { method: 'POST', path: '/v1/refunds' };
      await saga.simulate('/faults', { kind: 'reset_before', match, times: null });
      const ours = refundOf(paymentId, 'key:ours', 8_000);
      await expect(saga.openRefund(ours)).rejects.toBeDefined(); // promised, not sent
      await saga.clearFaults();
      const made = await dashboardRefund({ charge: chargeId, amount: 9_000 });
      await fiveTimes(() => saga.openRefund(refundOf(paymentId, `stripe:${made.id}`)));
      expect((await bookOf(saga.db, bookingId)).flags).toMatchObject([
        { kind: 'external_refund', subject: made.id },
      ]);
      expect(await saga.openRefund(ours)).toMatchObject({ refund: { status: 'failed' } });
      const { booking, charges } = await bookOf(saga.db, bookingId);
      expect(booking.status).toBe('PARTIALLY_REFUNDED');
      expect(charges).toMatchObject([{ reservedMinor: 0, externalMinor: 9_000 }]);
    });

    it('that fails later takes its sum back', async () => {
      const { bookingId, paymentId, chargeId } = await customer.confirmed();
      const made = await dashboardRefund({ charge: chargeId, amount: 1_000 });
      const order = refundOf(paymentId, `stripe:${made.id}`);
      await saga.openRefund(order);
      await saga.simulate(`/refunds/${made.id}/settle`, { outcome: 'failed' });
      await fiveTimes(() => saga.settleRefund(refundIdOf(paymentId, `stripe:${made.id}`)));
      const { charges, flags } = await bookOf(saga.db, bookingId);
      expect(charges).toMatchObject([{ externalMinor: 0, refundedMinor: 0 }]);
      expect(flags).toMatchObject([{ kind: 'refund_failed' }]);
    });

    it('of another payment, or one of ours, is not taken for one', async () => {
      const one = await customer.confirmed();
      const other = await customer.confirmed();
      const made = await dashboardRefund({ charge: other.chargeId, amount: 1_000 });
      const refused = { refused: 'payment_not_refundable' };
      expect(await saga.openRefund(refundOf(one.paymentId, `stripe:${made.id}`))).toEqual(refused);
      await saga.openRefund(refundOf(other.paymentId, `stripe:${made.id}`));

      await saga.openRefund(refundOf(one.paymentId, 'key:ours', 1_000));
      const { refunds } = await bookOf(saga.db, one.bookingId);
      const ours = `stripe:${refunds[0]!.stripeRefundId!}`;
      expect(await saga.openRefund(refundOf(one.paymentId, ours))).toEqual(refused);
    });
  });
});
