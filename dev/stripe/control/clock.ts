import { z } from 'zod';
import { advanceClock, runDueTasks } from '../operations/scheduled';
import type { World } from '../state/world';
import { BadControl, controlRoute } from './control-route';

const move = z.strictObject({
  at: z.number().int().optional(),
  advance_seconds: z.number().int().min(0).optional(),
});

export const clockRoutes = [
  controlRoute({
    method: 'GET',
    path: '/clock',
    about: "Reads the simulator's clock, in Unix seconds.",
    run: ({ world }) => reading(world),
  }),
  controlRoute({
    method: 'POST',
    path: '/clock',
    about:
      'Moves the clock forward and does what becomes due on the way, in its order: lapses, settlements, renewals.',
    body: {
      at: 'Unix seconds, not before the present reading',
      advance_seconds: 'seconds to add; one of at and advance_seconds',
    },
    schema: move,
    run({ world }, _id, given) {
      const seconds = secondsOf(given, world.clock.now());
      const offset_seconds = world.clock.offsetSeconds() + seconds;
      // Written first: after a kill on the way the rest is done late, but the clock is not back.
      world.ledger.append('clock', { offset_seconds, moved: seconds });
      advanceClock(world, seconds);
      runDueTasks(world);
      return reading(world);
    },
  }),
];

const reading = ({ clock }: World) => ({
  now: clock.now(),
  iso: new Date(clock.now() * 1000).toISOString(),
  offset_seconds: clock.offsetSeconds(),
});

function secondsOf({ at, advance_seconds }: z.infer<typeof move>, now: number): number {
  if ((at === undefined) === (advance_seconds === undefined))
    throw new BadControl('at', 'Send one of at and advance_seconds.', '{"advance_seconds": 3600}');
  const seconds = at === undefined ? (advance_seconds ?? 0) : at - now;
  if (seconds >= 0) return seconds;
  throw new BadControl(
    'at',
    'The clock cannot go back.',
    'POST /_control/reset starts again at the real time.',
  );
}
