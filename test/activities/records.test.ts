import { insertBooking } from '../../src/db/bookings';
import { createTransitions } from '../../src/db/transitions';
import { closed } from '../../src/domain/decisions/closing';
import { confirmed } from '../../src/domain/decisions/confirming';
import { attemptFailed, processing } from '../../src/domain/decisions/paying';
import { eventIdOf, paymentIdOf } from '../../src/domain/ids';
import { customerOf, type Customer } from './customer';
import { bookOf, bookingRequest, startSaga, type Saga } from './saga';

describe('recording what happened', () => {
  let saga: Saga;
  let customer: Customer;
  beforeAll(async () => {
    saga = await startSaga();
    customer = customerOf(saga);
  });
  afterAll(() => saga.stop());

  const recordsOf = (bookingId: string) =>
    saga.db.eventRecord.findMany({ where: { bookingId }, orderBy: { id: 'asc' } });
  const attempt = (n: number) => ({ stripeEventId: `evt_${n}`, stripeChargeId: `ch_${n}` });
  const close = (bookingId: string) => saga.closePayment(bookingId, { how: 'expired' });

  it('commits a transition with the records of all families, or neither', async () => {
    const { bookingId } = await customer.opened();
    const before = await recordsOf(bookingId);
    expect(before.map(({ topic, sequence }) => `${sequence} ${topic}`)).toEqual([
      '1 booking-payment.events',
      '2 booking-payment.events',
      '2 dreamscape.payment.initiated',
    ]);
    const broken = createTransitions(
      saga.db,
      (event, booking) => {
        if (event.eventType === 'booking.expired') throw new Error('cannot be rendered');
        return saga.deps.contracts.bindingsOf(booking as never).flatMap(() => []);
      },
      false,
    );
    const ending = broken.record(bookingId, (now) => closed(now, { how: 'expired' }));
    await expect(ending).rejects.toThrow('cannot be rendered');
    expect(await recordsOf(bookingId)).toEqual(before);
    expect(await bookOf(saga.db, bookingId)).toMatchObject({
      ...{ booking: { status: 'PENDING_PAYMENT', sequence: 2 } },
      ...{ payment: { status: 'awaiting_payment' }, transitions: { length: 2 } },
    });
    await close(bookingId);
  });

  it('keeps bytes and headers of the very event', async () => {
    const { bookingId } = await customer.opened({ correlationId: 'corr-1' });
    const [record] = await recordsOf(bookingId);
    const { transitions } = await bookOf(saga.db, bookingId);
    const eventId = eventIdOf(bookingId, 'booking.pending_payment');
    expect(JSON.parse(record!.value)).toMatchObject({
      ...{ eventId, eventType: 'booking.pending_payment', sequence: 1, correlationId: 'corr-1' },
      timestamp: transitions[0]!.createdAt.toISOString(),
      payload: transitions[0]!.payload,
    });
    expect(record).toMatchObject({
      key: bookingId,
      headers: { ce_id: eventId },
      publishedAt: null,
    });
    await close(bookingId);
  });

  it('numbers 20 that come at once without a gap, each cause once', async () => {
    const { bookingId } = await customer.opened();
    const many = Array.from({ length: 20 }, (_, n) => attempt(n % 10));
    await Promise.all(
      many.map((each) =>
        saga.deps.transitions.record(bookingId, (now) => attemptFailed(now, each), { news: true }),
      ),
    );
    const { booking, payment, transitions } = await bookOf(saga.db, bookingId);
    expect(transitions.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 1),
    );
    expect(booking.sequence).toBe(12);
    expect(payment.attempts).toBe(10);
    await close(bookingId);
    expect(await saga.audit()).toEqual([]);
  });

  it('lets bookings be recorded side by side', async () => {
    const bookings = await Promise.all([1, 2, 3, 4].map(() => customer.opened()));
    await Promise.all(
      bookings.flatMap(({ bookingId }) =>
        Array.from({ length: 5 }, (_, n) =>
          saga.deps.transitions.record(bookingId, (now) => attemptFailed(now, attempt(n))),
        ),
      ),
    );
    for (const { bookingId } of bookings) {
      expect((await bookOf(saga.db, bookingId)).booking.sequence).toBe(7);
      await close(bookingId);
    }
    expect(await saga.audit()).toEqual([]);
  });

  it('flags a move that Stripe’s news asks for and the table forbids, and throws at our own', async () => {
    const { bookingId } = await customer.opened();
    await close(bookingId);
    const { transitions } = saga.deps;
    const forbidden = () => ({
      transitions: confirmed({ status: 'PENDING_PAYMENT', bookingId } as never).transitions,
    });
    await expect(transitions.record(bookingId, forbidden)).rejects.toThrow('may not lead');
    expect((await bookOf(saga.db, bookingId)).flags).toEqual([]);
    for (let told = 0; told < 2; told++)
      await transitions.record(bookingId, forbidden, { news: true });
    const { booking, flags } = await bookOf(saga.db, bookingId);
    expect(booking).toMatchObject({ status: 'EXPIRED', sequence: 4 });
    expect(flags).toMatchObject([{ kind: 'forbidden_move', subject: 'booking.confirmed' }]);
  });

  it('says nothing of a booking that is not there', async () => {
    const unknown = saga.deps.transitions.record('bk-nobody', (now) => processing(now, 'x'));
    await expect(unknown).rejects.toThrow('no booking bk-nobody');
  });

  it('inserts one booking and one payment when many ask at once', async () => {
    const request = bookingRequest();
    const fixed = { workflowId: 'w', expiresAt: new Date(), bindings: ['dreamscape'] };
    const made = await Promise.all(
      Array.from({ length: 8 }, () =>
        saga.db.$transaction((tx) => insertBooking(tx, request, fixed)),
      ),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    const { payment } = await bookOf(saga.db, request.bookingId);
    expect(payment).toMatchObject({ paymentId: paymentIdOf(request.bookingId) });
    expect(payment.paymentNumber).toBeGreaterThan(0);
    await saga.db.payment.deleteMany({ where: { bookingId: request.bookingId } });
    await saga.db.booking.deleteMany({ where: { bookingId: request.bookingId } });
  });
});
