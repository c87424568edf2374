import type { Closing } from '../../src/domain/decisions/closing';
import { nextStep } from '../../src/domain/decisions/reading';

const EXPIRED: Closing = { how: 'expired' };
const FAILED: Closing = { how: 'failed', failure: { errorCode: 'card_declined' }, attempts: 3 };
const BY_CUSTOMER: Closing = { how: 'cancelled', cancelledBy: 'customer' };
const BY_OPERATOR: Closing = { how: 'cancelled', cancelledBy: 'operator', reason: 'fraud' };
const BY_OWNER: Closing = { how: 'cancelled', cancelledBy: 'owner', reason: 'unavailable' };
const BY_STRIPE: Closing = { how: 'cancelled', cancelledBy: 'provider' };

/**
 * What a reading asks for: nobody ends the wait; the deadline does; the last decline does; somebody
 * cancels. `close` and `cancel` go on with the ending that was asked for.
 */
const TABLE = [
  ['requires_payment_method', 'wait', 'cancel', 'cancel', 'cancel'],
  ['requires_confirmation', 'wait', 'cancel', 'cancel', 'cancel'],
  ['requires_action', 'tell-processing', 'cancel', 'cancel', 'cancel'],
  ['processing', 'tell-processing', 'tell-processing', 'tell-processing', 'tell-processing'],
  ['requires_capture', 'authorize', 'authorize', 'authorize', 'cancel'],
  ['canceled', 'close', 'close', 'close', 'close'],
  ['succeeded', 'receive', 'receive', 'receive', 'receive'],
  ['a word of tomorrow', 'wait', 'cancel', 'cancel', 'cancel'],
] as const;

describe.each(TABLE)(
  'A PaymentIntent that is %s',
  (status, open, atDeadline, failed, cancelled) => {
    it(`asks to ${open} while the window is open`, () => {
      const closing = open === 'close' && { closing: BY_STRIPE };
      expect(nextStep(status)).toEqual({ step: open, ...closing });
    });

    it.each([
      ['the deadline', atDeadline, EXPIRED],
      ['the last decline', failed, FAILED],
      ['the customer', cancelled, BY_CUSTOMER],
      ['an operator', cancelled, BY_OPERATOR],
      ['the owner', cancelled, BY_OWNER],
      ['Stripe', cancelled, BY_STRIPE],
    ])('when %s ends the wait, asks to %s', (_, step, closing) => {
      const ends = step === 'cancel' || step === 'close';
      expect(nextStep(status, closing)).toEqual({ step, ...(ends && { closing }) });
    });
  },
);
