import { judged } from './invariants';
import { wordsOf } from './judge/violation';
import { startRig, type Rig } from './rig/rig';

/** One rig for the cases of a file; after each case its bookings come to rest and are judged. */
export function useRig(policy: Parameters<typeof startRig>[0] = {}): () => Rig {
  let rig: Rig;
  let judgedSoFar = 0;
  beforeAll(async () => {
    rig = await startRig(policy);
  });
  beforeEach(
    () =>
      process.env['SAGA_TRACE'] &&
      process.stderr.write(`${new Date().toISOString()} ${expect.getState().currentTestName}\n`),
  );
  afterEach(async () => {
    await rig.clearFaults();
    const moving = await rig.rest();
    const tried = rig.bookings.slice(judgedSoFar);
    judgedSoFar = rig.bookings.length;
    const { violations } = await judged(rig, tried);
    expect([...moving, ...wordsOf(violations)]).toEqual([]);
  });
  afterAll(() => rig?.stop());
  return () => rig;
}
