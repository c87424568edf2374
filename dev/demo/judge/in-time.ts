import type { Dossier } from './dossier';
import { named } from './named';

/** What ends the wait for money; what comes after is not about the deadline any more. */
const DECIDES = new Set([
  'payment.authorized',
  'payment.completed',
  'payment.failed',
  'payment.cancelled',
  'payment.expired',
]);

/** Never over before the deadline; decided within `limitMs` after it. An operator may extend it. */
export function inTime(dossier: Dossier, limitMs: number): string[] {
  const { payment, transitions } = dossier;
  const decided = transitions.findIndex(isDecision);
  const end = decided < 0 ? transitions.length : decided;
  const deadline = deadlineOf(transitions.slice(0, end));
  if (!payment || deadline === undefined) return [];
  const found: string[] = [];
  const decision = transitions[decided];
  if (decision?.type === 'payment.expired' && decision.createdAt.getTime() < deadline)
    found.push(`It expired ${deadline - decision.createdAt.getTime()} ms before its deadline.`);
  const closedAt = closedAtStripe(dossier);
  if (payment.status === 'EXPIRED' && closedAt !== undefined && closedAt < deadline)
    found.push(`Its PaymentIntent was closed ${deadline - closedAt} ms before its deadline.`);
  if (payment.expiresAt.getTime() !== deadline)
    found.push(`Its row ends at ${payment.expiresAt.toISOString()}, its events say otherwise.`);
  const lateMs = (decision?.createdAt.getTime() ?? dossier.readAt) - deadline;
  if (lateMs > limitMs && !wasAtWork(dossier, deadline))
    found.push(`It was ${decision ? '' : 'not '}decided ${lateMs} ms after its deadline.`);
  return named('I15', found);
}

function isDecision({ type, payload }: Dossier['transitions'][number]): boolean {
  if (DECIDES.has(type)) return true;
  return type === 'payment.unapplied' && payload['paymentStatus'] === 'unapplied';
}

function deadlineOf(transitions: Dossier['transitions']): number | undefined {
  const times = transitions
    .filter(({ type }) => ['booking.pending_payment', 'booking.deadline_extended'].includes(type))
    .map(({ payload }) => Date.parse(String(payload['expiresAt'])));
  return times.length === 0 ? undefined : Math.max(...times);
}

function closedAtStripe({ changes, own }: Dossier): number | undefined {
  const closed = changes.find(
    ({ id, snapshot }) => id === own?.id && snapshot['status'] === 'canceled',
  );
  return closed && Date.parse(closed.at);
}

/** Stripe itself works on it: then the deadline waits. */
function wasAtWork({ changes, own }: Dossier, deadline: number): boolean {
  const before = changes.findLast(({ id, at }) => id === own?.id && Date.parse(at) <= deadline);
  return before?.snapshot['status'] === 'processing';
}
