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
    about: 'a payment has another id each time it is asked for',
    file: 'src/domain/ids.ts',
    from: 'hash24(`payment|${bookingId}`)',
    to: 'hash24(`payment|${bookingId}|${Math.random()}`)',
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
    about: 'a late success that does not name its charge yet is never looked into',
    file: 'src/inbox/errands.ts',
    from: 'facts.chargeId ?? (await intents.retrieve(objectId)).charge?.id',
    to: 'facts.chargeId',
  },
];
