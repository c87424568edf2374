export interface Arguments {
  readonly help: boolean;
  /** Opened under each build, and once more after the rollback. */
  readonly bookings: number;
}

const USUAL = { bookings: 20 };
/** Few, and still one of every kind. */
const SMOKE = { bookings: 4 };
const FEWEST = 4;
const MOST = 100;

export function readArguments(given: readonly string[]): Arguments {
  let wanted = { ...USUAL, help: false };
  for (const [name, value = ''] of given.map((text) => text.split('=')))
    if (name === '--bookings') wanted = { ...wanted, bookings: Number(value) };
    else if (name === '--smoke') wanted = { ...wanted, ...SMOKE };
    else if (name === '--help') wanted = { ...wanted, help: true };
    else throw new Error(`unknown: ${name}\n\n${HELP}`);
  const { bookings } = wanted;
  if (!Number.isInteger(bookings) || bookings < FEWEST || bookings > MOST)
    throw new Error(`--bookings is a number from ${FEWEST} to ${MOST}`);
  return wanted;
}

export const HELP = `npm run rehearse:deploy [-- --bookings=n --smoke]

Brings up a stack of its own with worker versioning on, and deploys a build whose workflow cannot go
on with what the first build has begun: while bookings and refunds are open, with payments before and
after. Then rolls it back, lets it end its bookings, and stops its worker once it is drained. Exits
with 1 if a booking ends wrongly, runs on another build than its own, or a workflow task fails.

  --bookings=n            bookings per build, and again after the rollback (${USUAL.bookings})
  --smoke                 ${SMOKE.bookings} of them: less than a minute
`;
