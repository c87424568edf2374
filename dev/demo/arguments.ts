import { ENDINGS } from './endings';

export interface Arguments {
  readonly help: boolean;
  readonly only: readonly string[];
  readonly each: number;
}

const MOST_EACH = 50;

export function readArguments(given: readonly string[]): Arguments {
  let only: string[] = [];
  let each = 1;
  let help = false;
  for (const [name, value = ''] of given.map((text) => text.split('=')))
    if (name === '--only') only = value.split(',');
    else if (name === '--each') each = Number(value);
    else if (name === '--help') help = true;
    else throw new Error(`unknown: ${name}\n\n${HELP}`);
  if (!Number.isInteger(each) || each < 1 || each > MOST_EACH)
    throw new Error(`--each is a number from 1 to ${MOST_EACH}`);
  return { help, only, each };
}

export const HELP = `npm run demo [-- --only=name,name --each=n]

Drives bookings to every ending and prints what happened to each. Exits with 1 if one of them ended
wrongly, judged by Stripe's ledger, the database, Kafka and the booking owner's inventory.

It uses the stack that "npm start" runs (LOCAL_DIR says where, else .local), or brings one up with a
short payment window and stops it again.

  --only=name,name        only these endings
  --each=n                n bookings for each ending

Endings:
${ENDINGS.map(({ name, about }) => `  ${name.padEnd(24)}${about}`).join('\n')}
`;
