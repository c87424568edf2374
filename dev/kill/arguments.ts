import { isSlow } from '../demo/choice';
import { ENDINGS } from '../demo/endings';
import type { Ending } from '../demo/endings/ending';
import { VICTIMS } from './plan';

export interface Arguments {
  readonly help: boolean;
  readonly kills: number;
  readonly seed: number;
  readonly endings: readonly Ending[];
}

const USUAL = { kills: 30, endings: ENDINGS };
/** Without the endings that wait for the clock. */
const SMOKE = { kills: 1, endings: ENDINGS.filter((ending) => !isSlow(ending)) };
const MOST_KILLS = 200;

export function readArguments(given: readonly string[]): Arguments {
  let wanted = { ...USUAL, seed: Math.floor(Math.random() * 1_000_000), help: false };
  for (const [name, value = ''] of given.map((text) => text.split('=')))
    if (name === '--kills') wanted = { ...wanted, kills: Number(value) };
    else if (name === '--seed') wanted = { ...wanted, seed: Number(value) };
    else if (name === '--smoke') wanted = { ...wanted, ...SMOKE };
    else if (name === '--help') wanted = { ...wanted, help: true };
    else throw new Error(`unknown: ${name}\n\n${HELP}`);
  const { kills, seed } = wanted;
  if (!Number.isInteger(kills) || kills < 1 || kills > MOST_KILLS)
    throw new Error(`--kills is a number from 1 to ${MOST_KILLS}`);
  if (!Number.isInteger(seed) || seed < 0) throw new Error('--seed is a whole number');
  return wanted;
}

export const HELP = `npm run kills [-- --kills=n --seed=s --smoke]

Brings up a stack of its own, keeps bookings coming to every ending, and meanwhile kills ${VICTIMS.join(', ')}
with SIGKILL at moments by chance, one at a time, starting each again. In the end every booking and
every sum of money must be as if nothing had been killed. Exits with 1 if one is not.

  --kills=n               kills of each process (${USUAL.kills})
  --seed=s                which chance: the same seed kills in the same order and rhythm
  --smoke                 ${SMOKE.kills} of each, and no waiting for deadlines: about a minute
`;
