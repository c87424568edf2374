import { createStatementNames } from '../../src/db/statement-names';
import { startSaga, type Saga } from './saga';

describe('statements', () => {
  let saga: Saga;
  beforeAll(async () => {
    saga = await startSaga();
  });
  afterAll(() => saga.stop());

  it('are planned once per connection, however often they run', async () => {
    const planned = await saga.db.$transaction(async (tx) => {
      for (const bookingId of ['one', 'two', 'three'])
        await tx.booking.findUnique({ where: { bookingId }, select: { status: true } });
      return tx.$queryRaw<{ runs: bigint }[]>`
        SELECT generic_plans + custom_plans AS runs FROM pg_prepared_statements
        WHERE statement LIKE '%"bookings"%"booking_id" = $1%' AND statement NOT LIKE '%pg_prepared%'`;
    });
    expect(planned).toEqual([{ runs: 3n }]);
  });

  it('have a name that says what they are, to every process', () => {
    const [one, other] = [createStatementNames(), createStatementNames()];
    other({ sql: 'SELECT 2' });
    expect(one({ sql: 'SELECT 1' })).toBe(other({ sql: 'SELECT 1' }));
    expect(one({ sql: 'SELECT 1' })).not.toBe(one({ sql: 'SELECT 2' }));
  });

  it('of ever new shapes are not kept: each would cost memory on every connection', () => {
    const names = createStatementNames(2);
    const named = ['a', 'b', 'c', 'a'].map((sql) => names({ sql }));
    expect(named[2]).toBe('');
    expect(named[3]).toBe(named[0]);
    expect(named[0]).not.toBe('');
  });
});
