import { openCourt } from '../demo/court';
import { NOTHING_FAILED, type Verdict } from '../demo/judge/verdict';
import type { OwnStack } from '../demo/own-stack';
import { openStage, type OpenStage } from '../demo/stage/stage';
import { createCast, type Cast, type Member } from './cast';
import { createDeployments, type Deployments } from './deployments';
import { openRecords, type Records } from './records';
import type { secondWorker } from './second-worker';
import type { Expected, Trace } from './trace';

export const FIRST = 'build-1';
export const SECOND = 'build-2';

export interface RehearsalOptions {
  readonly deploymentName: string;
  readonly bookings: number;
  readonly second: ReturnType<typeof secondWorker>;
  readonly say: (line: string) => void;
}

/** What a workflow did, and what it should have done. */
export interface Sighting {
  readonly trace: Trace;
  readonly expected: Expected;
}

export interface Rehearsed {
  readonly verdicts: readonly Verdict[];
  readonly members: readonly Member[];
  readonly sightings: readonly Sighting[];
  /** Of the second build, when nothing of it was open any more. */
  readonly drainage: string;
}

const REST_MS = 20_000;

/** Everything that the acts are played with. */
interface House extends RehearsalOptions {
  /** From then on it knows its open bookings from their histories alone. */
  readonly restartFirst: () => Promise<void>;
  readonly stage: OpenStage;
  readonly cast: Cast;
  readonly records: Records;
  readonly deployments: Deployments;
}

/** A deploy of an incompatible build and its rollback, both in the middle of the day's work. */
export async function rehearse(own: OwnStack, options: RehearsalOptions): Promise<Rehearsed> {
  const description = own.stack.description();
  const run = options.deploymentName;
  const court = await openCourt(description, run);
  const stage = await openStage(description, own.policy);
  const records = await openRecords(description.temporal);
  const cast = createCast(stage, run);
  try {
    const { address } = description.temporal;
    const where = { deploymentName: options.deploymentName, address };
    const deployments = await createDeployments(records.client, where);
    const restartFirst = () => own.stack.process('worker').restart();
    const house = { ...options, restartFirst, stage, cast, records, deployments };
    const sightings = await play(house);
    options.say('waiting until everything is at rest, then judging');
    const bookings = cast.members.map(({ booking }) => booking);
    const allowance = NOTHING_FAILED;
    const verdicts = await court.hear(bookings, stage, { allowance, restMs: REST_MS });
    return { verdicts, members: cast.members, sightings, drainage: await drain(house) };
  } finally {
    await records.close();
    await stage.close();
    await court.close();
  }
}

async function play(house: House): Promise<Sighting[]> {
  const { cast, second, say, bookings: count } = house;
  const few = Math.max(1, Math.floor(count / 5));
  const sweeps = [await makeCurrent(house, FIRST)];
  const before = await cast.open(FIRST, count);
  const refundsBefore = await cast.openRefunds(FIRST, few);
  say(`${FIRST}: ${count} bookings and ${few} refunds are open`);

  await second.start();
  say(`a worker of ${SECOND} runs beside it; its saga begins with another step`);
  sweeps.push(await makeCurrent(house, SECOND));
  const after = await cast.open(SECOND, count);
  const refundsAfter = await cast.openRefunds(SECOND, few);
  say(`${SECOND}: ${count} bookings and ${few} refunds are open`);
  const [early, late] = halves([...before, ...after]);
  await Promise.all([cast.pay(early), cast.settle(refundsBefore)]);
  say(`paid: every other booking of both builds; settled: the refunds that ${FIRST} began`);

  sweeps.push(await makeCurrent(house, FIRST));
  await house.restartFirst();
  const again = await cast.open(FIRST, few);
  say(`rolled back, the worker of ${FIRST} started anew; ${few} more bookings are open`);
  await Promise.all([cast.pay([...late, ...again]), cast.settle(refundsAfter)]);
  say(`paid: all the others; settled: the refunds that ${SECOND} began`);

  const builds = [FIRST, SECOND, FIRST];
  return [
    ...sweeps.map((trace, index) => ({ trace, expected: lasting([builds[index]!]) })),
    ...(await Promise.all(cast.members.map((member) => sagaOf(house, member)))),
    ...(await refundsOf(house, refundsBefore, [FIRST, SECOND])),
    ...(await refundsOf(house, refundsAfter, [SECOND, FIRST])),
    ...(await refundsOf(house, before.slice(0, 1), [FIRST, SECOND])),
    ...(await refundsOf(house, after.slice(0, 1), [SECOND])),
    ...(await refundsOf(house, again.slice(0, 1), [FIRST])),
  ];
}

async function makeCurrent({ deployments, records, say }: House, build: string): Promise<Trace> {
  await deployments.setCurrent(build);
  say(`${build} is current`);
  return records.sweep();
}

async function drain({ deployments, second, say }: House): Promise<string> {
  const drainage = await deployments.drained(SECOND);
  await second.stop();
  say(`${SECOND} is ${drainage}; its worker is stopped`);
  return drainage;
}

const lasting = (builds: readonly string[]): Expected => ({ behaviour: 'auto-upgrade', builds });

async function sagaOf({ records }: House, { booking, build }: Member): Promise<Sighting> {
  const trace = await records.closed(`booking-${booking.bookingId}`);
  return { trace, expected: { behaviour: 'pinned', builds: [build] } };
}

/** A refund that a saga starts begins on that saga's build, and goes on with the current one. */
async function refundsOf(
  { stage, records }: House,
  members: readonly Member[],
  builds: readonly string[],
): Promise<Sighting[]> {
  const { refunds } = await stage.database.read(members.map(({ booking }) => booking.bookingId));
  const traces = refunds.map(({ refundId }) => records.closed(`refund-${refundId}`));
  return (await Promise.all(traces)).map((trace) => ({ trace, expected: lasting(builds) }));
}

function halves<T>(all: readonly T[]): readonly [T[], T[]] {
  return [all.filter((_, index) => index % 2 === 0), all.filter((_, index) => index % 2 === 1)];
}
