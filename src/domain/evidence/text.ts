import { inWords } from '../money';
import type { EvidencePack } from './pack';
import { inPlainWords } from './words';

/** The pack as a person reads it, section by section. */
export function evidenceText(pack: EvidencePack): string {
  const { dispute } = pack;
  return [
    `Evidence against dispute ${dispute.disputeId}`,
    `${inWords(dispute.amount)}, reason given: ${dispute.reason}, since ${dispute.createdAt}`,
    '',
    ...section('The booking', bookingLines(pack)),
    ...section('Order and acceptance', acceptanceLines(pack)),
    ...section('Authentication of the customer', authenticationLines(pack)),
    ...section('Timeline', timelineLines(pack)),
    ...section('Refunds', refundLines(pack)),
  ].join('\n');
}

export function bookingLines({ booking }: EvidencePack): string[] {
  const { bookingId, bookingReference, stripePaymentIntentId } = booking;
  return [
    `Booking ${bookingReference ?? bookingId}, price ${inWords(booking.price)}.`,
    ...(bookingReference === undefined ? [] : [`Booking id: ${bookingId}.`]),
    `It is now ${booking.status}.`,
    `Payment ${booking.paymentId}, charge ${booking.stripeChargeId}` +
      (stripePaymentIntentId === undefined ? '.' : `, PaymentIntent ${stripePaymentIntentId}.`),
  ];
}

export function acceptanceLines({ acceptance }: EvidencePack): string[] {
  const { orderedAt, paidAt, confirmedAt, paymentMethod, terms } = acceptance;
  const by = paymentMethod === undefined ? '' : ` by ${paymentMethod}`;
  return [
    `${orderedAt}: the customer ordered the booking.`,
    ...(paidAt === undefined ? [] : [`${paidAt}: the customer paid for it${by}.`]),
    ...(confirmedAt === undefined ? [] : [`${confirmedAt}: the booking was confirmed.`]),
    ...Object.entries(terms).map(([name, value]) => `${name}: ${value}`),
  ];
}

export function authenticationLines({ authentication }: EvidencePack): string[] {
  const { threeDSecure: secured, networkStatus, riskLevel, cvcCheck } = authentication;
  const details = [
    secured?.version && `version ${secured.version}`,
    secured?.flow && `flow ${secured.flow}`,
    secured?.eci && `electronic commerce indicator ${secured.eci}`,
  ].filter(Boolean);
  return [
    `Charged at ${authentication.chargedAt} by ${authentication.method}.`,
    secured
      ? `3-D Secure: ${secured.result}${details.length > 0 ? ` (${details.join(', ')})` : ''}.`
      : '3-D Secure was not used.',
    ...(networkStatus === undefined ? [] : [`Answer of the card network: ${networkStatus}.`]),
    ...(cvcCheck === undefined ? [] : [`Check of the security code: ${cvcCheck}.`]),
    ...(riskLevel === undefined ? [] : [`Stripe's assessment of the risk: ${riskLevel}.`]),
  ];
}

export function timelineLines({ timeline }: EvidencePack): string[] {
  return timeline.map(({ at, event }) => `${at} ${inPlainWords(event)}`);
}

export function refundLines({ refunds }: EvidencePack): string[] {
  if (refunds.length === 0) return ['Nothing was refunded, and no refund was asked for.'];
  return refunds.map(
    ({ refundId, amount, status, requestedAt }) =>
      `${requestedAt} ${inWords(amount)} (${refundId}): ${status}`,
  );
}

export function section(title: string, lines: readonly string[]): string[] {
  return [title, ...lines.map((line) => `  ${line}`), ''];
}
