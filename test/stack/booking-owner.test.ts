import { startOwner, type TestBookingOwner } from '../support/booking-owner';

describe('the booking owner', () => {
  let owner: TestBookingOwner;
  beforeAll(async () => void (owner = await startOwner()));
  afterAll(() => owner.stop());

  const price = { amount: 12990, currency: 'eur' };

  async function call(action: string, bookingId: string, more: object = {}) {
    const response = await fetch(`${owner.url}/api/v1/bookings/${bookingId}/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `${action}:${bookingId}` },
      body: JSON.stringify({ bookingId, userId: 'usr-1', paymentId: 'pay_1', ...price, ...more }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  function control(path: string, body: object) {
    return fetch(`${owner.control}/${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  it('holds, confirms and releases a place', async () => {
    expect(await call('hold', 'b-1')).toMatchObject({ status: 200, body: { state: 'held' } });
    expect(await call('confirm', 'b-1')).toMatchObject({ status: 200 });
    expect(await call('hold', 'b-1')).toMatchObject({ status: 200, body: price });
    expect(await call('release', 'b-1')).toMatchObject({ status: 200 });
  });

  it('lets a release win against its own hold and confirm that arrive late', async () => {
    expect((await call('release', 'b-2')).status).toBe(200); // nothing was held yet
    expect(await call('hold', 'b-2')).toMatchObject({ status: 409, body: { code: 'released' } });
    await call('hold', 'b-3');
    await call('release', 'b-3');
    // The very same request again: its first answer no longer holds.
    expect((await call('hold', 'b-3')).status).toBe(409);
    expect((await call('confirm', 'b-3')).status).toBe(409);
    expect((await call('release', 'b-3')).status).toBe(200);
  });

  it('gives the last place of a trip to one of two that ask at once', async () => {
    await control('trips/T-1', { places: 1 });
    const trip = { bookingReference: 'T-1' };
    const answers = await Promise.all([call('hold', 'b-4', trip), call('hold', 'b-5', trip)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const winner = answers[0]?.status === 200 ? 'b-4' : 'b-5';
    await call('release', winner);
    expect((await call('hold', 'b-6', trip)).status).toBe(200);
  });

  it('repeats a refusal to the same key, even when there is room by then', async () => {
    await control('trips/T-2', { places: 0 });
    expect((await call('hold', 'b-7', { bookingReference: 'T-2' })).status).toBe(409);
    await control('trips/T-2', { places: 5 });
    expect((await call('hold', 'b-7', { bookingReference: 'T-2' })).status).toBe(409);
  });

  it('behaves as it is told, for as many calls as it is told', async () => {
    await control('bookings/b-8/behaviour', { down: true, times: 2 });
    expect((await call('hold', 'b-8')).status).toBe(503);
    expect((await call('hold', 'b-8')).status).toBe(503);
    expect((await call('hold', 'b-8')).status).toBe(200);
    await control('bookings/b-8/behaviour', { refuseConfirm: true });
    expect((await call('confirm', 'b-8')).status).toBe(409);
    await control('bookings/b-9/behaviour', { price: { amount: 1, currency: 'usd' } });
    expect((await call('hold', 'b-9')).body).toMatchObject({ amount: 1, currency: 'usd' });
    expect((await control('bookings/b-9/behaviour', { typo: true })).status).toBe(400);
  });

  it('acts at once though it answers late', async () => {
    await control('bookings/b-10/behaviour', { slowMs: 300 });
    const slow = call('hold', 'b-10');
    await new Promise((resolve) => setTimeout(resolve, 150));
    const seen = await fetch(`${owner.control}/bookings/b-10`);
    expect(await seen.json()).toMatchObject({ state: 'held' });
    expect((await slow).status).toBe(200);
  });

  it('knows everything again after a sudden death', async () => {
    await owner.restart();
    expect((await call('confirm', 'b-3')).status).toBe(409);
    expect((await call('confirm', 'b-8')).status).toBe(409);
    const state = (await (await fetch(`${owner.control}/state`)).json()) as {
      trips: { trip: string; places: number; taken: number }[];
      calls: unknown[];
    };
    expect(state.trips).toContainEqual({ trip: 'T-1', places: 1, taken: 1 });
    expect(state.calls.length).toBeGreaterThan(15);
    expect(await (await fetch(owner.url)).text()).toContain('Booking owner');
  });
});
