import { confirmed, unconfirmable } from '../domain/decisions/confirming';
import { refundedOfOwn } from '../db/charges';
import type { Dependencies } from './dependencies';

/** Records what the owner's word, or its silence, makes of a paid booking. */
export function createOwnerVerdict({ transitions }: Pick<Dependencies, 'transitions'>) {
  return {
    accepted: (bookingId: string) =>
      transitions.record(bookingId, async (now, tx) =>
        confirmed(now, await refundedOfOwn(tx, now.payment.paymentId)),
      ),

    refused: (bookingId: string, reason: 'unavailable' | 'confirm_timeout') =>
      transitions.record(bookingId, async (now, tx) =>
        unconfirmable(now, reason, await refundedOfOwn(tx, now.payment.paymentId)),
      ),
  };
}
