import type { Mutant } from '../mutant';

/** What is done at Stripe is done once, whatever is lost on the way. */
export const EFFECTS: readonly Mutant[] = [
  {
    case: 'H2',
    about: 'every try has a key of its own',
    file: 'src/activities/effects.ts',
    from: 'act(keyOf(row))',
    to: 'act(`${keyOf(row)}:${now()}`)',
  },
  {
    case: 'H3',
    about: 'the key depends on how far the booking has come',
    file: 'src/activities/opening.ts',
    from: '`payment-intent:${paymentId}`',
    to: '`payment-intent:${paymentId}:${state.sequence}`',
  },
  {
    case: 'H4',
    about: 'a key depends on the moment',
    file: 'src/domain/effect.ts',
    from: 'return `${effect}:${generation}`;',
    to: 'return `${effect}:${generation}:${Date.now()}`;',
  },
  {
    case: 'H5',
    about: 'after a definite answer the old key is used on, and only answers the same',
    file: 'src/domain/effect.ts',
    from: 'savedError !== null || (sentAt',
    to: '(sentAt',
  },
  {
    case: 'H11',
    about: 'a cancel that Stripe did not answer counts as done',
    file: 'src/activities/cancelling.ts',
    from: 'if (!isUnexpectedState(error)) throw error;',
    to: "if (!isUnexpectedState(error)) return { ...intent, status: 'canceled' };",
  },
  {
    case: 'H27',
    about: 'a charge whose balance transaction is not there yet is taken for none',
    file: 'src/stripe/payment-intents.ts',
    from: "if (typeof charge === 'string') return { id: charge };",
    to: "if (typeof charge === 'string' || charge.balance_transaction === null) return undefined;",
  },
  {
    case: 'H27',
    about: 'a late success that does not name its charge is never looked into',
    file: 'src/inbox/errands.ts',
    from: 'facts.chargeId ?? (await intents.retrieve(objectId)).charge?.id',
    to: 'facts.chargeId',
  },
];
