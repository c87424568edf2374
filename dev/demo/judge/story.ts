import type { Dossier } from './dossier';
import { canonicalEvents } from './events';
import { named } from './named';

const PAID = ['payment.completed', 'booking.confirmed'];
const OVER = [
  ...['payment.expired', 'payment.cancelled', 'payment.failed'],
  ...['booking.expired', 'booking.cancelled'],
];

/**
 * Nobody is told that a booking is over, and somebody else that it is paid. Money that comes after
 * the end goes back, with events of its own; it never makes a booking paid.
 */
export function oneStory(dossier: Dossier): string[] {
  const { transitions, booking, payment } = dossier;
  const types = [
    ...transitions.map(({ type }) => type),
    ...canonicalEvents(dossier).map(({ envelope }) => String(envelope['eventType'])),
  ];
  const paid = types.find((type) => PAID.includes(type));
  const over = types.find((type) => OVER.includes(type));
  const shown = booking.told.map(({ body }) => body['bookingStatus'] ?? body['status']);
  const shownOver = shown.find((status) => status === 'EXPIRED' || status === 'CANCELLED');
  const isOver = ['EXPIRED', 'CANCELLED'].includes(payment?.status ?? '');
  return named('I12', [
    ...(paid && over ? [`Consumers were told both ${paid} and ${over}.`] : []),
    ...(paid && shownOver !== undefined
      ? [`A caller was told ${String(shownOver)}, consumers ${paid}.`]
      : []),
    ...(isOver && shown.includes('CONFIRMED')
      ? [`A caller was told CONFIRMED, and it is ${payment?.status}.`]
      : []),
  ]);
}
