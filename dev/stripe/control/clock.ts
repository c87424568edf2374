import { z } from 'zod';
import { runDueTasks } from '../operations/scheduled';
import type { World } from '../state/world';
import { BadControl, controlRoute } from './control-route';

const move = z.union([
  z.strictObject({ at: z.number().int() }),
  z.strictObject({ advance_seconds: z.number().int().min(0) }),
]);

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
    about: 'Moves the clock forward and does what has become due: lapses, settlements, key expiry.',
    body: {
      at: 'Unix seconds, not before the present reading',
      advance_seconds: 'seconds to add; one of at and advance_seconds',
    },
    schema: move,
    run({ world }, _id, given) {
      const seconds = 'at' in given ? given.at - world.clock.now() : given.advance_seconds;
      if (seconds < 0)
        throw new BadControl(
          'at',
          'The clock cannot go back.',
          'POST /_control/reset starts again at the real time.',
        );
      world.clock.setOffset(world.clock.offsetSeconds() + seconds);
      world.ledger.append('clock', { offset_seconds: world.clock.offsetSeconds(), moved: seconds });
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
