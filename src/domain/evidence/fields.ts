import type { EvidencePack } from './pack';
import {
  acceptanceLines,
  authenticationLines,
  bookingLines,
  refundLines,
  section,
  timelineLines,
} from './text';

/** Stripe's names (docs.stripe.com/api/disputes/evidence_object); each is text for the bank. */
export interface EvidenceFields {
  product_description: string;
  access_activity_log: string;
  refund_policy_disclosure?: string;
  uncategorized_text: string;
}

/** Stripe's limit per field. */
const LONGEST = 20_000;
const CUT = '\n(shortened)';

/**
 * Where each part of the pack goes. The booking is the product. The activity log is the field for
 * what the customer did and when: the order, the authentication and the timeline. Accepted terms
 * disclose the refund policy. Refunds have no field of their own, so they stand in the free text;
 * an operator's own words take its place unchanged, and the refunds then end the log.
 */
export function evidenceFields(pack: EvidencePack, words?: string): EvidenceFields {
  const terms = Object.entries(pack.acceptance.terms);
  const refunds = section('Refunds', refundLines(pack));
  const log = [
    ...section('Order and acceptance', acceptanceLines(pack)),
    ...section('Authentication of the customer', authenticationLines(pack)),
    ...section('Timeline', timelineLines(pack)),
    ...(words === undefined ? [] : refunds),
  ];
  return {
    product_description: fitting(bookingLines(pack)),
    access_activity_log: fitting(log),
    ...(terms.length > 0 && {
      refund_policy_disclosure: fitting([
        'Accepted by the customer when ordering:',
        ...terms.map(([name, value]) => `${name}: ${value}`),
      ]),
    }),
    uncategorized_text: words ?? fitting(refunds),
  };
}

/** Cut at the end of a line, and marked where it was. */
function fitting(lines: readonly string[]): string {
  const text = lines.join('\n').trimEnd();
  if (text.length <= LONGEST) return text;
  const kept = text.slice(0, LONGEST - CUT.length);
  return `${kept.slice(0, kept.lastIndexOf('\n'))}${CUT}`;
}
