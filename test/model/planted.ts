import { keyOf } from '../../src/domain/effect';
import { closed } from '../../src/domain/decisions/closing';
import { viewOf } from './acts/views';
import { apply } from './acts/refunding';
import { once } from './acts/once';
import type { Model } from './model';

/** Bugs that a developer may write. Each must be found; `complaint`: by what the books say then. */
export interface Planted {
  name: string;
  complaint: RegExp;
  plant: (m: Model) => void;
}

export const PLANTED: readonly Planted[] = [
  {
    name: 'the compensation is skipped',
    complaint: /I1: it is REFUND_PENDING/,
    plant: ({ refundFlows }) => void (refundFlows.startChild = () => () => true),
  },
  {
    name: 'each try of a refund has a key of its own',
    complaint: /I1|I5|I6/,
    plant: ({ parts }) =>
      void (parts.once = function* (m, effect, act, look) {
        const fresh = effect.startsWith('refund:') ? `:${m.stripe.account.newId('try')}` : '';
        return yield* once(m, effect, (key) => act(`${key}${fresh}`), look);
      }),
  },
  {
    name: 'the next key is used without a look at Stripe',
    complaint: /I4|I5|I6/,
    plant: ({ parts }) =>
      void (parts.once = (m, effect, act) => once(m, effect, act, () => undefined)),
  },
  {
    name: 'a key that is older than a day is used again',
    complaint: /I4|I5|I6/,
    plant: ({ parts }) =>
      void (parts.once = function* (m, effect, act, look) {
        const row = m.rows.effects.get(effect);
        if (!row || row.savedError !== null) return yield* once(m, effect, act, look);
        return act(keyOf(row));
      }),
  },
  {
    name: 'the guard of the reservation is ignored',
    complaint: /I5/,
    plant: ({ parts }) =>
      void (parts.reserve = ({ rows }, tx, chargeId, amountMinor) => {
        const charge = rows.charge(chargeId)!;
        tx.change(charge, { reservedMinor: charge.reservedMinor + amountMinor });
        return true;
      }),
  },
  {
    name: 'a refused cancel is not followed by another reading',
    complaint: /I1|I4|rule 7/,
    plant: ({ parts }) =>
      void (parts.cancelIntent = function* (m, intent, closing) {
        const reason = closing.how === 'cancelled' ? 'requested_by_customer' : 'abandoned';
        try {
          m.stripe.intents.cancel(intent.id, reason, `cancel:${intent.id}`);
        } catch {
          // whatever it was
        }
        yield;
        return { ...intent, status: 'canceled' };
      }),
  },
  {
    name: 'the places are released before Stripe has accepted',
    complaint: /rule 7/,
    plant: ({ parts }) => {
      const { closePayment } = parts;
      parts.closePayment = function* (m, closing) {
        m.owner.ask('release');
        yield;
        return yield* closePayment(m, closing);
      };
    },
  },
  {
    name: 'whatever sum has come confirms the booking',
    complaint: /I1|I2/,
    plant: ({ stripe }) => {
      const { retrieve } = stripe.intents;
      stripe.intents.retrieve = (id) => {
        const intent = retrieve(id);
        const paid = intent.status === 'succeeded';
        return paid ? { ...intent, amountReceivedMinor: 12_000 } : intent;
      };
    },
  },
  {
    name: 'a refund that fails after its success is not heard',
    complaint: /I1|I13/,
    plant: ({ parts }) =>
      void (parts.apply = (m, row, made) => {
        if (made.status !== 'failed') apply(m, row, made);
      }),
  },
  {
    name: 'the booking expires although the money is in',
    complaint: /I1|I4|rule 7/,
    plant: ({ parts }) => {
      const { closePayment } = parts;
      parts.closePayment = function* (m, closing) {
        if (closing.how !== 'expired') return yield* closePayment(m, closing);
        m.rows.record((now) => closed(now, closing), { news: true });
        yield;
        return viewOf(m);
      };
    },
  },
  {
    name: 'news of a paid booking ends the wait for the owner',
    complaint: /PENDING_PAYMENT|REFUND_PENDING|does not come to rest/,
    plant: ({ desk }) => {
      const { hasNews, tell, close } = desk;
      let closed = false;
      let news = false;
      desk.close = (booking) => {
        closed = true;
        close(booking);
      };
      desk.tell = (id) => {
        news = closed;
        tell(id);
      };
      desk.hasNews = () => hasNews() || news;
    },
  },
  {
    name: 'the deadline comes a minute early',
    complaint: /I15/,
    plant: ({ parts }) => {
      const { openPayment } = parts;
      parts.openPayment = function* (m) {
        const view = yield* openPayment(m);
        return { ...view, expiresAt: new Date(Date.parse(view.expiresAt) - 60_000).toISOString() };
      };
    },
  },
];
