import { z } from 'zod';
import { oneOf } from '../fields';
import { about, typed } from './base-body';

/** The events of 003's order service, where we play it (`ORDERS_LIFECYCLE`). */
const ORDER_STATUSES = [
  'PAYMENT_PENDING',
  'PENDING',
  'PAYMENT_FAILED',
  'CANCELLED',
  'CANCELLING',
  'REFUNDED',
] as const;

const orderStatus = oneOf(ORDER_STATUSES, 'Of the order, after the event');
const order = {
  ...about,
  status: orderStatus,
  previousStatus: orderStatus.meta({ description: 'Before, where it changed' }).exactOptional(),
};

export const orderEvent = z.strictObject({
  ...order,
  eventType: oneOf(
    [
      'ORDER_PAYMENT_PENDING',
      'ORDER_CREATED',
      'ORDER_CANCELLED',
      'ORDER_CANCELLING',
      'ORDER_REFUND_FAILED',
      'ORDER_PARTIALLY_REFUNDED',
    ],
    'What happened',
  ),
});
export const orderCreated = z.strictObject({ ...order, ...typed('ORDER_CREATED') });
export const orderCancelled = z.strictObject({ ...order, ...typed('ORDER_CANCELLED') });

export type OrderEvent = z.output<typeof orderEvent>;
export type OrderCreatedEvent = z.output<typeof orderCreated>;
export type OrderCancelledEvent = z.output<typeof orderCancelled>;
