import type { Mutant } from '../mutant';

/** Manual capture and confirmation. */
export const CAPTURE: readonly Mutant[] = [
  {
    case: 'C9',
    about: 'after 3-D Secure the server does not confirm again',
    file: 'src/activities/payment-confirming.ts',
    from: "if (status === 'requires_confirmation') return true;",
    to: "if (status === 'requires_confirmation') return false;",
  },
  {
    case: 'H31',
    about: 'an authorisation that has lapsed leaves the booking open',
    file: 'src/activities/capturing.ts',
    from: "if (intent.status !== 'succeeded') return giveUp(state, LAPSED);",
    to: "if (intent.status !== 'succeeded') return;",
  },
];
