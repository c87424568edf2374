import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { needsEvidence, stageOf } from '../domain/dispute';
import { inWords } from '../domain/money';
import type { DisputeView } from '../domain/views';
import { BookingId, NeedsAttention } from './search-attributes';

/** From here on the details say that time is short. */
export const DUE_SOON_MS = 2 * 24 * 60 * 60_000;

/** What operators see of a dispute. An upsert is billed: one when it is open, one when it is over. */
export function showDispute(dispute: DisputeView): void {
  setCurrentDetails(`${what(dispute)}\n\n${next(dispute)}`);
  const open = dispute.outcome === undefined;
  const attributes = workflowInfo().typedSearchAttributes;
  if ((attributes.get(NeedsAttention) ?? false) === open) return;
  upsertSearchAttributes([
    { key: NeedsAttention, value: open },
    { key: BookingId, value: dispute.bookingId },
  ]);
}

/** A person has to send evidence. */
export function isDue({ status, evidenceSubmittedAt }: DisputeView): boolean {
  return needsEvidence(status) && evidenceSubmittedAt === undefined;
}

function what(dispute: DisputeView): string {
  const { bookingId, bookingReference, reason, status } = dispute;
  const sum = inWords(dispute);
  const about = `of booking ${bookingReference ?? bookingId}`;
  return stageOf(status) === 'inquiry'
    ? `The bank asks about ${sum} ${about} (${reason}). No money has moved; a refund is possible.`
    : `**${sum} ${about} are disputed** (${reason}).${refunds(dispute)}`;
}

function refunds({ refundable }: DisputeView): string {
  return refundable ? '' : ' Refunds of the charge are stopped.';
}

function next(dispute: DisputeView): string {
  const { status, outcome, evidenceSubmittedAt } = dispute;
  if (outcome === 'won') return 'Won: the money is ours again, and can be refunded.';
  if (outcome === 'lost') return 'Lost: the bank has given the customer the money.';
  if (outcome === 'warning_closed') return 'Closed without a chargeback.';
  if (isDue(dispute)) return `${deadline(dispute)}${HOW}`;
  return evidenceSubmittedAt === undefined
    ? `The bank decides (${status}). Nothing is to be done.`
    : `Evidence was sent at ${minutesOf(evidenceSubmittedAt)}; the bank decides (${status}).`;
}

const HOW =
  'Send the update `submitEvidence` with a `reason` (kept with the act) and, if you like, a `text` ' +
  'for the bank. Order, authentication, timeline and refunds go along. Stripe takes it once.';

function deadline({ evidenceDueBy }: DisputeView): string {
  if (evidenceDueBy === undefined) return '**Evidence is due.** ';
  const until = minutesOf(evidenceDueBy);
  const left = Date.parse(evidenceDueBy) - Date.now();
  if (left <= 0) return `**Evidence was due at ${until}.** Stripe may still take it. `;
  return left <= DUE_SOON_MS
    ? `**Evidence is due soon: by ${until}.** `
    : `Evidence is due by ${until}. `;
}

function minutesOf(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
