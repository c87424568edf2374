import { judged } from './invariants';
import { wordsOf } from './judge/violation';
import { MINUTE, startRig, type Rig } from './rig/rig';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig?.stop());

it('confirms', async () => {
  let t = Date.now();
  const lap = (what: string) => {
    process.stderr.write(`${what}: ${Date.now() - t} ms\n`);
    t = Date.now();
  };
  const many = await Promise.all(Array.from({ length: 6 }, () => rig.opened()));
  lap('opened');
  await Promise.all(
    many.slice(0, 5).map(async ({ intentId, bookingId }) => {
      await rig.customer.pay(intentId);
      await rig.becomes(bookingId, 'CONFIRMED');
    }),
  );
  lap('confirmed');
  await Promise.all(
    many.slice(0, 4).map((b, i) => rig.caller.refund(b, 'k1', i < 10 ? 100 : undefined)),
  );
  lap('refunded');
  await rig.quiet();
  lap('quiet');
  await rig.pass(16 * MINUTE);
  lap('passed');
  expect(await rig.rest()).toEqual([]);
  lap('rest');
  const { violations } = await judged(rig);
  lap('judged');
  expect(wordsOf(violations)).toEqual([]);
});
