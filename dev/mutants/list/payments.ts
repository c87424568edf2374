import type { Mutant } from '../mutant';

/** The way to money, the deadline, and money that comes at the wrong time. */
export const PAYMENTS: readonly Mutant[] = [
  {
    case: 'C1',
    about: 'the first declined card ends the payment',
    file: 'src/activities/attempts.ts',
    from: "policy.failurePolicy === 'cancel' ? 1 : policy.maxAttempts",
    to: '1',
  },
  {
    case: 'C4',
    about: "events carry Stripe's id where ours belongs",
    file: 'src/domain/evolve.ts',
    from: 'paymentId: payment.paymentId,',
    to: 'paymentId: payment.stripePaymentIntentId ?? payment.paymentId,',
  },
  {
    case: 'C10',
    about: 'Stripe is asked for a PaymentIntent before the booking has a row',
    file: 'src/activities/opening.ts',
    from: 'const state = await accept(start);',
    to: `const { amount: amountMinor, currency } = start.request;
    const metadata = { bookingId };
    const asked = { amountMinor, currency, captureMethod: 'automatic', metadata } as const;
    const how = { confirmationMethod: 'automatic', methodTypes: policy.methodTypes } as const;
    await intents.create({ ...asked, ...how }, bookingId);
    const state = await accept(start);`,
  },
  {
    case: 'C13',
    about: 'at the deadline nobody cancels the PaymentIntent',
    file: 'src/domain/decisions/reading.ts',
    from: "if (closing) return { step: 'cancel', closing };",
    to: "if (closing) return { step: 'close', closing };",
  },
  {
    case: 'H7',
    about: 'money that comes after the end is kept',
    file: 'src/inbox/decision.ts',
    from: 'if (!succeeded || known.chargeKnown) return NOTHING;',
    to: 'if (!second || !succeeded || known.chargeKnown) return NOTHING;',
  },
  {
    case: 'H8',
    about: 'a booking that the owner refuses is confirmed',
    file: 'src/activities/confirming.ts',
    from: "else await verdict.refused(state.bookingId, 'unavailable');",
    to: 'else await verdict.accepted(state.bookingId);',
  },
  {
    case: 'H9',
    about: 'at the deadline the clock decides, though the money is in',
    file: 'src/domain/decisions/reading.ts',
    from: "case 'succeeded':\n      return { step: 'receive' };",
    to: "case 'succeeded':\n      return closing ? { step: 'close', closing } : { step: 'receive' };",
  },
  {
    case: 'H10',
    about: 'a booking is released although Stripe refuses to cancel its payment',
    file: 'src/activities/cancelling.ts',
    from: 'if (now.status === intent.status) throw error; // nothing moved: try again later\n      return now;',
    to: "return { ...now, status: 'canceled' };",
  },
  {
    case: 'H13',
    about: 'news that Stripe works on a payment is taken for its money',
    file: 'src/domain/decisions/reading.ts',
    from: "case 'processing': // cannot be cancelled\n      return { step: 'tell-processing' };",
    to: "case 'processing':\n      return { step: 'receive' };",
  },
  {
    case: 'H19',
    about: 'money on a second PaymentIntent is taken for the booking’s own',
    file: 'src/inbox/decision.ts',
    from: 'const second = ownIntent !== undefined && ownIntent !== facts.paymentIntentId;',
    to: 'const second = false;',
  },
  {
    case: 'H23',
    about: 'giving a duplicate back takes the booking with it',
    file: 'src/domain/decisions/refunding.ts',
    from: 'const next = charge.own ? bookingAfter(state.status, whole) : undefined;',
    to: 'const next = bookingAfter(state.status, whole);',
  },
  {
    case: 'H29',
    about: 'at the deadline a payment whose webhook was lost is not looked for',
    file: 'src/domain/decisions/reading.ts',
    from: "case 'succeeded':\n      return { step: 'receive' };",
    to: "case 'succeeded':\n      return closing?.how === 'expired' ? { step: 'wait' } : { step: 'receive' };",
  },
  {
    case: 'H32',
    about: 'a customer whose money is in is told that the payment cannot be made',
    file: 'src/api/confirming.ts',
    from: 'if (isIn(payment)) return payment;\n    mustBeOpen(payment);',
    to: 'mustBeOpen(payment);',
  },
  {
    case: 'R2',
    about: 'the deadline comes a minute early',
    file: 'src/workflows/booking-payment.ts',
    from: 'return Date.parse(expiresAt) - Date.now();',
    to: 'return Date.parse(expiresAt) - 60_000 - Date.now();',
  },
  {
    case: 'R9',
    about: 'money that only names our booking is given back',
    file: 'src/activities/refund-requests.ts',
    from: "if (intent.metadata['paymentId'] !== order.paymentId)",
    to: 'if (false as boolean)',
  },
];
