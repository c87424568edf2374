import { openOutboxTable, type OutboxTable } from './outbox-table';

let table: OutboxTable;
beforeAll(async () => {
  table = await openOutboxTable();
});
afterAll(() => table.close());
beforeEach(() => table.db.$executeRaw`TRUNCATE event_records, transitions, bookings CASCADE`);

const before = (msAgo: number) => new Date(Date.now() - msAgo);

describe('the table of event records', () => {
  it('reads a booking’s unpublished records in sequence, as they were committed', async () => {
    await table.commit('bk-1', ['a', 'b'], { value: '{"n":1}' });
    await table.commit('bk-1', ['b', 'a']);
    await table.commit('bk-2', ['a']);

    const records = await table.records.unpublishedOf(['bk-1']);
    expect(records.map(({ topic }) => topic)).toEqual(['a', 'b', 'b', 'a']);
    expect(records[0]).toMatchObject({
      key: 'bk-1',
      value: '{"n":1}',
      headers: { ce_sequence: '0000000001' },
    });
  });

  it('forgets what is marked', async () => {
    await table.commit('bk-1', ['a', 'b']);
    const [first] = await table.records.unpublishedOf(['bk-1']);
    await table.records.markPublished([first!.id]);
    await table.records.markPublished([first!.id]);
    await table.records.markPublished([]);
    expect((await table.records.unpublishedOf(['bk-1'])).map(({ topic }) => topic)).toEqual(['b']);
  });

  it('pages through the bookings with overdue records, each once', async () => {
    for (const bookingId of ['bk-3', 'bk-1', 'bk-2'])
      for (let n = 0; n < 2; n += 1) await table.commit(bookingId, ['a', 'b'], { ageMs: 60_000 });
    await table.commit('bk-young', ['a']);

    const page = await table.records.overdueBookings(before(30_000), 2);
    expect(page).toEqual(['bk-1', 'bk-2']);
    expect(await table.records.overdueBookings(before(30_000), 2, 'bk-2')).toEqual(['bk-3']);
    expect(await table.records.overdueBookings(before(30_000), 2, 'bk-3')).toEqual([]);
  });

  it('tells how much waits and since when', async () => {
    expect(await table.records.backlog()).toEqual({ count: 0, oldestAt: undefined });
    await table.commit('bk-1', ['a'], { ageMs: 60_000 });
    await table.commit('bk-1', ['a', 'b']);
    const { count, oldestAt } = await table.records.backlog();
    expect(count).toBe(3);
    expect(Date.now() - oldestAt!.getTime()).toBeGreaterThanOrEqual(60_000);
  });
});
