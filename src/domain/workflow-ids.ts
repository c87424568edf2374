/** Apart from ids.ts, because workflows need these and may not hash. */
export function bookingWorkflowId(bookingId: string): string {
  return `booking-${bookingId}`;
}

export function refundWorkflowId(refundId: string): string {
  return `refund-${refundId}`;
}

export function disputeWorkflowId(disputeId: string): string {
  return `dispute-${disputeId}`;
}

/** `setupId`: hash24 of the request that sets it up. */
export function subscriptionWorkflowId(setupId: string): string {
  return `subscription-${setupId}`;
}
