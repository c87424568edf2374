import { refused } from '../refusals';
import type { Account } from './account';
import type { Card, Intent } from './objects';

const DAY = 24 * 3_600_000;
/** An authorisation that nobody captures is released by Stripe. */
const AUTHORIZED_FOR_MS = 7 * DAY;
const OPEN = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

export interface NewIntent {
  amountMinor: number;
  currency: string;
  captureMethod: 'automatic' | 'manual';
  confirmationMethod: 'automatic' | 'manual';
  metadata: Record<string, string>;
}

/** PaymentIntents (reference/stripe.md section 1): what we, the customer and the bank may do. */
export function createPayments(account: Account) {
  function intent(id: string): Intent {
    const found = account.intents.find((one) => one.id === id);
    if (!found) throw refused('resource_missing');
    return found;
  }

  function news(one: Intent, type: string, more: Record<string, string> = {}): void {
    const { id, amountMinor: amount, status, metadata, chargeId } = one;
    const { bookingId, paymentId } = metadata;
    account.tell(`payment_intent.${type}`, id, {
      paymentIntentId: id,
      amount,
      status,
      ...(bookingId !== undefined && { bookingId }),
      ...(paymentId !== undefined && { paymentId }),
      ...(chargeId !== undefined && { chargeId }),
      ...more,
    });
  }

  function open(wanted: NewIntent): Intent {
    const id = account.newId('pi');
    const made: Intent = {
      ...wanted,
      id,
      livemode: false,
      status: 'requires_payment_method',
      createdAt: account.clock.now,
      receivedMinor: 0,
      capturableMinor: 0,
    };
    account.intents.push(made);
    account.enter({ what: 'intent_created', intentId: id, id, amountMinor: wanted.amountMinor });
    return made;
  }

  function charge(one: Intent): string {
    const { id: intentId, amountMinor, currency, livemode } = one;
    const id = account.newId('ch');
    account.charges.push({ id, intentId, amountMinor, capturedMinor: 0, currency, livemode });
    return id;
  }

  function take(one: Intent): void {
    const id = (one.chargeId = charge(one));
    const { amountMinor } = one;
    if (one.captureMethod === 'automatic') return captured(one);
    one.status = 'requires_capture';
    one.capturableMinor = amountMinor;
    one.authorizedAt = account.clock.now;
    account.enter({ what: 'authorized', intentId: one.id, id, amountMinor });
    news(one, 'amount_capturable_updated');
  }

  function captured(one: Intent): void {
    const { amountMinor } = one;
    const id = one.chargeId!;
    one.status = 'succeeded';
    one.capturableMinor = 0;
    one.receivedMinor = amountMinor;
    account.charges.find((known) => known.id === id)!.capturedMinor = amountMinor;
    account.enter({ what: 'captured', intentId: one.id, id, amountMinor });
    news(one, 'succeeded');
  }

  function failed(one: Intent, code: string, charged: boolean): void {
    one.status = 'requires_payment_method';
    const chargeId = charged ? { chargeId: charge(one) } : {};
    news(one, 'payment_failed', { code, ...chargeId });
  }

  /** False when the card was declined. */
  function attempt(one: Intent, card: Card): boolean {
    delete one.chosen;
    switch (card) {
      case 'ok':
        take(one);
        return true;
      case '3ds':
        one.status = 'requires_action';
        news(one, 'requires_action');
        return true;
      case 'slow':
        one.status = 'processing';
        news(one, 'processing');
        return true;
      case 'declined':
        failed(one, 'card_declined', true);
        return false;
    }
  }

  function release(one: Intent): void {
    one.status = 'canceled';
    one.capturableMinor = 0;
    account.enter({ what: 'intent_canceled', intentId: one.id, id: one.id, amountMinor: 0 });
    news(one, 'canceled');
  }

  return {
    intent,
    open,

    /** The server's confirmation. A card that is named replaces the one that was chosen. */
    confirm(id: string, card?: Card): Intent {
      const one = intent(id);
      const may = OPEN.includes(one.status) && (card ?? one.chosen) !== undefined;
      if (!may) throw refused('payment_intent_unexpected_state');
      if (!attempt(one, card ?? one.chosen!)) throw refused('card_declined');
      return one;
    },
    capture(id: string): Intent {
      const one = intent(id);
      if (one.status !== 'requires_capture') throw refused('payment_intent_unexpected_state');
      captured(one);
      return one;
    },
    cancel(id: string): Intent {
      const one = intent(id);
      if (![...OPEN, 'requires_capture'].includes(one.status))
        throw refused('payment_intent_unexpected_state');
      release(one);
      return one;
    },

    /** The customer, on the payment page. In manual mode the server still has to confirm. */
    pay(one: Intent, card: Card): void {
      if (!OPEN.includes(one.status)) return;
      if (one.confirmationMethod === 'automatic') {
        attempt(one, card);
        return;
      }
      one.status = 'requires_confirmation';
      one.chosen = card;
    },
    authenticate(one: Intent, passed: boolean): void {
      if (one.status !== 'requires_action') return;
      if (!passed) return failed(one, 'payment_intent_authentication_failure', false);
      if (one.confirmationMethod === 'automatic') return take(one);
      one.status = 'requires_confirmation';
      one.chosen = 'ok';
    },
    /** The bank has made up its mind about a slow payment. */
    decide(one: Intent, granted: boolean): void {
      if (one.status !== 'processing') return;
      if (granted) take(one);
      else failed(one, 'payment_method_provider_decline', true);
    },
    /** Somebody changes the sum at Stripe before it is paid. */
    changeAmount(one: Intent, amountMinor: number): void {
      if (OPEN.includes(one.status)) one.amountMinor = amountMinor;
    },
    /** Somebody cancels it in Stripe's dashboard. */
    cancelElsewhere(one: Intent): void {
      if ([...OPEN, 'requires_capture'].includes(one.status)) release(one);
    },
    /** Authorisations that have become too old. */
    lapse(): void {
      for (const one of account.intents) {
        const { authorizedAt = Infinity, chargeId } = one;
        if (one.status !== 'requires_capture') continue;
        if (account.clock.now - authorizedAt < AUTHORIZED_FOR_MS) continue;
        release(one);
        const facts = { paymentIntentId: one.id, chargeId: chargeId!, amount: one.amountMinor };
        account.tell('charge.expired', chargeId!, facts);
      }
    },
  };
}
