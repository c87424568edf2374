import type { DemoBooking } from '../booking';
import type { Control } from './control';

const LATE_MS = 2_500;

/** What banks decide, and what becomes of Stripe's news of it. */
export function createBank(order: Control) {
  // A fault strikes the next dispute, whosever it is: those who open one take turns.
  let turn: Promise<unknown> = Promise.resolve();

  function open(intentId: string, more: object, faults: readonly object[]): Promise<string> {
    const opened = turn.then(async () => {
      for (const fault of faults) await order('/webhooks/faults', fault);
      const { id } = await order('/disputes', { payment_intent: intentId, ...more });
      return String(id);
    });
    turn = opened.catch(() => undefined);
    return opened;
  }

  return {
    /** Answers the dispute's id. An inquiry moves no money. */
    async dispute(
      booking: DemoBooking,
      intentId: string,
      kind: 'chargeback' | 'inquiry' = 'chargeback',
    ): Promise<string> {
      booking.step = 'disputing';
      return open(intentId, { inquiry: kind === 'inquiry' }, []);
    },

    /** The news that it was opened comes after all that follows. */
    async disputeUnheard(booking: DemoBooking, intentId: string): Promise<string> {
      booking.step = 'disputing';
      const types = ['charge.dispute.created', 'charge.dispute.funds_withdrawn'];
      return open(intentId, {}, [{ kind: 'delay', types, times: types.length, ms: LATE_MS }]);
    },

    async decide(booking: DemoBooking, disputeId: string, outcome: 'won' | 'lost'): Promise<void> {
      booking.step = `the bank decides: ${outcome}`;
      await order(`/disputes/${disputeId}/close`, { outcome });
    },

    /** Nobody captured in time. */
    async lapse(booking: DemoBooking, intentId: string): Promise<void> {
      booking.step = 'the authorisation lapses';
      await order(`/payment_intents/${intentId}/lapse`, {});
    },

    /** None of Stripe's news of this booking ever arrives. */
    async loseWebhooks({ paymentId }: DemoBooking): Promise<void> {
      await order('/webhooks/faults', { kind: 'drop', metadata: { paymentId }, times: null });
    },
  };
}

export type Bank = ReturnType<typeof createBank>;
