import { requestOf, type Order } from '../rig/orders';
import type { Rig } from '../rig/rig';
import {
  CARDS,
  OWNER_MOODS,
  STRIPE_CALLS,
  STRIPE_TROUBLES,
  type Act,
  type Phase,
  type Script,
  type Timed,
  type WebhookTrouble,
} from './script';

const SEVERAL = null;

/** Webhook faults are aimed by what the object's metadata says; some of them only name the payment. */
const WEBHOOK_FAULTS: Readonly<Record<WebhookTrouble, object | undefined>> = {
  none: undefined,
  lost: { kind: 'drop', times: SEVERAL },
  'lost for long': { kind: 'drop', times: SEVERAL },
  twice: { kind: 'duplicate', times: SEVERAL, copies: 2 },
  reordered: { kind: 'reorder', times: SEVERAL, ms: 150 },
  late: { kind: 'delay', times: SEVERAL, ms: 400 },
};

/** Drives one booking by its script. What comes too early or too late is refused, as in life. */
export function createPlayer(rig: Rig, script: Script) {
  const { amount, currency, captureMethod } = script;
  const order = rig.ordered({ amount, currency, ...(captureMethod && { captureMethod }) });
  const { bookingId, paymentId } = order;
  const faults: string[] = [];
  const { customer, caller } = rig;
  let begun = false;
  let refunds = 0;

  async function begin(): Promise<void> {
    begun = true;
    const trouble = WEBHOOK_FAULTS[script.webhooks];
    if (trouble)
      for (const metadata of [{ bookingId }, { paymentId }])
        await keepFault(rig.webhookFault({ ...trouble, metadata }));
    const starts = { rest: [rest], client: [client], both: [rest, client, rest] }[script.start];
    await Promise.all(starts.map((start) => start()));
  }

  const rest = async () => void (await caller.create(requestOf(order)));
  async function client(): Promise<void> {
    await caller.start(requestOf(order)).catch(() => undefined); // it runs already
    await rig.intentOf(order, 3_000).catch(() => undefined);
  }

  async function keepFault(fault: Promise<{ id: string }>): Promise<void> {
    faults.push((await fault).id);
  }

  async function intent(): Promise<string | undefined> {
    const row = await rig.rowOf(bookingId);
    return row?.payment?.stripePaymentIntentId ?? undefined;
  }

  async function onIntent(act: (intentId: string) => Promise<unknown>): Promise<void> {
    const intentId = await intent();
    if (intentId === undefined) return;
    await act(intentId).catch(refusedByStripe);
  }

  async function perform(act: Act): Promise<void> {
    switch (act.do) {
      case 'pay':
        return onIntent((id) => customer.pay(id, CARDS[act.card]));
      case 'authenticate':
        return onIntent((id) => customer.authenticate(id, act.outcome));
      case 'pay beside':
        return void (await customer
          .payBeside(order, metadataOf(order, act.names))
          .catch(refusedByStripe));
      case 'change amount':
        return onIntent((id) => customer.changeAmount(id, amount + act.by * 10));
      case 'cancel':
        return void (await caller.cancel(bookingId, paymentId));
      case 'cancel at stripe':
        return onIntent((id) => rig.stripe.outside.paymentIntents.cancel(id));
      case 'lapse':
        return onIntent((id) => rig.stripe.control('POST', `/payment_intents/${id}/lapse`));
      case 'refund':
        return refund(act);
      case 'refund in dashboard':
        return onIntent((id) => customer.refundInDashboard(id, share(act.percent)));
      case 'bounce a refund':
        return onIntent(async (id) => {
          // What releases an authorisation moves no money, and cannot bounce.
          const moved = ({ balance_transaction: by }: { balance_transaction: unknown }) =>
            by !== null;
          const last = (await customer.refundsOf(id)).find(moved);
          if (last) await customer.bounceRefund(last.id);
        });
      case 'dispute':
        return onIntent(async (id) => {
          const { id: disputeId } = await customer.dispute(id);
          if (act.ends !== 'open') await customer.closeDispute(disputeId, act.ends);
        });
      case 'start again':
        return void (await caller.start(requestOf(order)).catch(() => undefined));
      case 'terminate':
        return void (await rig.terminate(order).catch(() => undefined));
      case 'spurious signal':
        return void (await caller
          .signal(`booking-${bookingId}`, `evt_${bookingId}`)
          .catch(() => undefined));
      case 'owner':
        return rig.ownerTreats(order, OWNER_MOODS[act.is]);
      case 'stripe fails': {
        const match = { ...STRIPE_CALLS[act.at], metadata: { bookingId } };
        return keepFault(rig.fault({ ...STRIPE_TROUBLES[act.how], match }));
      }
      case 'operator':
        return operate(act.order);
    }
  }

  async function refund({ percent = 100, times, keys }: Extract<Act, { do: 'refund' }>) {
    refunds += 1;
    const key = (n: number) => `${bookingId}-${refunds}-${keys === 'one' ? 1 : n}`;
    const asked = Array.from({ length: times }, (_, n) =>
      caller.refund(order, key(n), percent === 100 ? undefined : share(percent)),
    );
    await Promise.all(asked);
  }

  async function operate(how: 'retry' | 'mark by hand'): Promise<void> {
    await heal(); // the bank is back
    const failed = await rig.db.refund.findMany({ where: { paymentId, status: 'failed' } });
    const update = how === 'retry' ? 'retryRefund' : 'markRefundedManually';
    for (const { workflowId } of failed)
      await caller.update(workflowId, update, { reason: 'bank is back' }).catch(() => undefined);
  }

  /** Minor units that every currency of the scripts has: kwd ends in 0. */
  function share(percent: number): number {
    return Math.max(10, Math.floor((amount * percent) / 1_000) * 10);
  }

  /** Everything works again; what is wrong is what remains. */
  async function heal(): Promise<void> {
    rig.ownerTreats(order, {});
    for (const id of faults.splice(0)) await rig.stripe.control('DELETE', `/faults/${id}`);
  }

  return {
    order,
    script,
    async play(phase: Phase): Promise<void> {
      // The owner's mood and Stripe's come before the order that meets them.
      const acts = script.acts.filter((timed) => timed.phase === phase).map(({ act }) => act);
      const first = phase === 0 ? acts.filter(isCircumstance) : [];
      for (const act of first) await perform(act);
      if (!begun) await begin();
      for (const act of acts.filter((each) => !first.includes(each))) await perform(act);
    },
    heal,
    ownerIsBack: () => Promise.resolve(rig.ownerTreats(order, {})),
    /** Somebody looks after a booking whose run was terminated. */
    async takeUp(): Promise<void> {
      const row = await rig.rowOf(bookingId);
      const left = OPEN.includes(row?.status ?? '') || script.acts.some(isTermination);
      if (!row || !left) return;
      const state = await caller.stateOf(`booking-${bookingId}`);
      if (state !== 'RUNNING') await caller.start(requestOf(order)).catch(() => undefined);
    },
  };
}

export type Player = ReturnType<typeof createPlayer>;

const OPEN: readonly string[] = ['PENDING_PAYMENT', 'REFUND_PENDING', 'REFUND_FAILED'];

/** What a run had left to do when it was terminated, the next one does: give the place back, say. */
function isTermination({ act }: Timed): boolean {
  return act.do === 'terminate';
}

function isCircumstance(act: Act): boolean {
  return act.do === 'owner' || act.do === 'stripe fails';
}

function metadataOf({ bookingId, paymentId }: Order, names: 'payment' | 'booking' | 'nothing') {
  if (names === 'payment') return { bookingId, paymentId };
  return names === 'booking' ? { bookingId } : { order: 'of somebody else' };
}

/** A customer's act that comes too late: Stripe says no, and that is an outcome. */
function refusedByStripe(error: unknown): void {
  const said = error instanceof Error ? error.message : '';
  const type = (error as { type?: string }).type ?? '';
  if (!type.startsWith('Stripe') && !/^(POST|GET) \//.test(said)) throw error;
}
