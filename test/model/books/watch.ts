import type { Model } from '../model';
import { madeByUs } from './ledger';

/** What must hold at every moment, and is cheap to look at. */
export function watch(m: Model) {
  const { rows, wrong } = m;
  const when = (bad: boolean, complaint: string) => void (bad && wrong.push(complaint));
  return {
    /** saga.md rule 7: never before Stripe has accepted the cancel or the refund. */
    released(): void {
      for (const intent of madeByUs(m)) {
        const refunded = m.stripe.account.refunds.some(({ intentId }) => intentId === intent.id);
        const byHand = rows.refunds.some(({ manual, status }) => manual && status === 'succeeded');
        const may = intent.status === 'canceled' || refunded || byHand;
        when(!may, `rule 7: released while the PaymentIntent is ${intent.status}`);
      }
    },

    /** I5: what is promised, given back and recorded adds up, and never to more than was taken. */
    sums(): void {
      for (const charge of rows.charges) {
        const refunds = rows.refunds.filter((one) => one.stripeChargeId === charge.stripeChargeId);
        const sum = (which: (one: (typeof refunds)[number]) => boolean) =>
          refunds.filter(which).reduce((total, { amountMinor }) => total + amountMinor, 0);
        const { reservedMinor, externalMinor, refundedMinor, amountMinor } = charge;
        // What a person has paid by hand instead of it is a promise of our own.
        const isExternal = (one: (typeof refunds)[number]) =>
          one.requestedBy === 'external' && !one.manual;
        const alive = sum((one) => one.status !== 'failed' && !isExternal(one));
        const external = sum((one) => one.status !== 'failed' && isExternal(one));
        when(alive !== reservedMinor, `I5: ${reservedMinor} reserved for refunds of ${alive}`);
        when(external !== externalMinor, `I5: ${externalMinor} external, rows say ${external}`);
        when(
          sum(({ status }) => status === 'succeeded') !== refundedMinor,
          `I5: ${refundedMinor} refunded, rows say otherwise`,
        );
        when(reservedMinor > amountMinor, `I5: ${reservedMinor} of ${amountMinor} promised`);
      }
      when(rows.charges.filter(({ own }) => own).length > 1, 'I4: two charges of its own');
      const overdrawn = m.stripe.account.overdrawn > 0;
      const byOthers = m.stripe.account.refunds.some(({ metadata }) => !metadata['refundId']);
      when(overdrawn && !byOthers, 'I5: Stripe was asked for more than there was');
    },
  };
}
