import { readArguments } from '../../dev/deploy/arguments';
import type { Rehearsed, Sighting } from '../../dev/deploy/rehearsal';
import { buildTable, wrongs } from '../../dev/deploy/report';
import { faultsOf, traceOf, type TaskEvent } from '../../dev/deploy/trace';

const by = (buildId?: string): TaskEvent => ({
  workflowTaskCompletedEventAttributes: { deploymentVersion: buildId ? { buildId } : null },
});
const FAILED: TaskEvent = { workflowTaskFailedEventAttributes: {} };
const [PINNED, AUTO_UPGRADE] = [1, 2];

const run = (events: readonly TaskEvent[], behaviour = PINNED, open = false) =>
  traceOf({ workflowId: 'booking-bk-1', events, behaviour, open });
const wanted = (...builds: string[]) => ({ behaviour: 'pinned', builds }) as const;

describe('The trace of a workflow', () => {
  it('names its builds in turn, and counts the tasks that failed', () => {
    const trace = run([by('1'), {}, by('1'), FAILED, by('2'), by('1')], AUTO_UPGRADE, true);
    expect(trace).toEqual({
      workflowId: 'booking-bk-1',
      behaviour: 'auto-upgrade',
      builds: ['1', '2', '1'],
      failedTasks: 1,
      open: true,
    });
    expect(run([by()], 0)).toMatchObject({ behaviour: 'unversioned', builds: ['unversioned'] });
  });

  it('has no fault when it is as it should be', () => {
    expect(faultsOf(run([by('1'), by('1')]), wanted('1'))).toEqual([]);
  });

  it('has a fault for everything that is not', () => {
    expect(faultsOf(run([by('1'), FAILED, by('2')], AUTO_UPGRADE, true), wanted('1'))).toEqual([
      'booking-bk-1 is still open',
      'booking-bk-1 has 1 failed workflow tasks',
      'booking-bk-1 is auto-upgrade, not pinned',
      'booking-bk-1 ran on 1 → 2, not on 1',
    ]);
    expect(faultsOf(run([]), wanted('1'))).toEqual(['booking-bk-1 ran on nothing, not on 1']);
  });
});

describe('The report of a rehearsal', () => {
  const booking = { bookingId: 'bk-1' };
  const saga = (trace = run([by('build-1')])): Sighting => ({ trace, expected: wanted('build-1') });
  const refund: Sighting = {
    trace: { ...run([by('build-1'), by('build-2')], AUTO_UPGRADE), workflowId: 'refund-rf-1' },
    expected: { behaviour: 'auto-upgrade', builds: ['build-1', 'build-2'] },
  };
  const rehearsed = (sightings: readonly Sighting[], faults: readonly string[] = []) =>
    ({
      members: [{ booking, build: 'build-1', intentId: 'pi_1' }],
      verdicts: [{ booking, faults }],
      sightings,
      drainage: 'drained',
    }) as unknown as Rehearsed;

  it('has a line for each build and for each way of what is not pinned', () => {
    const lines = buildTable(rehearsed([saga(), refund])).split('\n');
    expect(lines.map((line) => line.split(/ {2,}/).filter(Boolean))).toEqual([
      ['began', 'ended rightly', 'failed tasks', 'still open'],
      ['build-1: bookings, pinned', '1', '1', '0', '0'],
      ['build-2: bookings, pinned', '0', '0', '0', '0'],
      ['refunds, build-1 → build-2', '1', '1', '0', '0'],
    ]);
  });

  it('shows what failed, is stuck or ended wrongly', () => {
    const stuck = saga(run([by('build-1'), FAILED], PINNED, true));
    const [, line] = buildTable(rehearsed([stuck], ['It is not paid.'])).split('\n');
    expect(line?.split(/ {2,}/).slice(1)).toEqual(['1', '0', '1', '1']);
  });

  it('finds nothing wrong with all of that, and something with less', () => {
    const all = rehearsed([saga(), refund]);
    expect(wrongs(all)).toEqual([]);
    expect(wrongs({ ...all, drainage: 'draining' })).toEqual(['build-2 is draining, not drained']);
    const moved = saga(run([by('build-1'), by('build-2')]));
    expect(wrongs({ ...all, sightings: [moved] })).toEqual([
      'booking-bk-1 ran on build-1 → build-2, not on build-1',
    ]);
  });
});

describe('The arguments', () => {
  it('are bounded, and few for the smoke', () => {
    expect(readArguments([])).toEqual({ help: false, bookings: 20 });
    expect(readArguments(['--smoke'])).toEqual({ help: false, bookings: 4 });
    for (const wrong of ['--bookings=3', '--bookings=101', '--bookings=x', '--booking=4'])
      expect(() => readArguments([wrong])).toThrow();
  });
});
