import { judged } from './invariants';
import { wordsOf } from './judge/violation';
import { playRound } from './properties/round';
import type { Script } from './properties/script';
import { MINUTE, startRig, type Rig } from './rig/rig';

jest.setTimeout(300_000);
let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ confirmWindowMs: 20 * MINUTE });
});
afterAll(() => rig?.stop());

it('one', async () => {
  const script = JSON.parse(process.env['SCRIPT']!) as Script;
  const { played, common } = await playRound(rig, [script]);
  const { files } = await judged(rig);
  for (const f of files) {
    process.stderr.write(
      JSON.stringify(
        {
          flags: f.flags,
          refundRows: f.refundRows,
          chargeRows: f.chargeRows,
          refunds: f.refunds.map(({ id, amount, status, metadata }) => ({
            id,
            amount,
            status,
            metadata,
          })),
          movements: f.movements.map(({ amount, reporting_category, source }) => ({
            amount,
            reporting_category,
            source,
          })),
          told: f.told.map(({ what, status, amount, body }) => ({
            what,
            status,
            amount,
            s: body['status'],
            code: body['code'],
            refundId: body['refundId'],
          })),
          tr: f.transitions.map(({ type, payload }) => [type, payload]),
        },
        null,
        1,
      ),
    );
  }
  expect([...played.flatMap(({ violations }) => wordsOf(violations)), ...wordsOf(common)]).toEqual(
    [],
  );
});
