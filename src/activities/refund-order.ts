import type { RefundRefusal, RefundRequest } from '../domain/refund';
import { stripeFault } from '../stripe/errors';

/** A refund to be made, with the identity and ids that make it one and the same when repeated. */
export interface RefundOrder extends RefundRequest {
  identity: string;
  refundId: string;
  workflowId: string;
}

export class RefundRefused extends Error {
  constructor(readonly code: RefundRefusal) {
    super(code);
  }
}

/** A person may name anything: what Stripe does not know cannot be given back. */
export async function knownToStripe<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (stripeFault(error)?.kind === 'refused') throw new RefundRefused('payment_not_refundable');
    throw error;
  }
}

/** `stray:<chargeId>` → the kind and what it is about (contracts.md section 0). */
export function split(identity: string): [kind: string, subject: string] {
  const at = identity.indexOf(':');
  return at < 0 ? [identity, ''] : [identity.slice(0, at), identity.slice(at + 1)];
}
