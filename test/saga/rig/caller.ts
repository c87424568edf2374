import type { Client } from '@temporalio/client';
import type { BookingRequest } from '../../../src/domain/booking';
import type { OperatorOrder } from '../../../src/workflows/messages';

/** What a caller asked by HTTP and was told: the judge holds the product to it. */
export interface Told {
  readonly bookingId: string;
  readonly what: 'create' | 'cancel' | 'refund' | 'read';
  readonly amount?: number | undefined;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Callers of the product: over HTTP, and by a Temporal client as voyage-service does. */
export function createCaller(url: string, temporal: Client, taskQueue: string) {
  const told: Told[] = [];
  const handle = (workflowId: string) => temporal.workflow.getHandle(workflowId);

  async function ask(
    asked: Pick<Told, 'bookingId' | 'what' | 'amount'>,
    path: string,
    init: RequestInit = {},
  ): Promise<Told> {
    const headers = { 'content-type': 'application/json', ...init.headers };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    const body = (await response.json()) as Record<string, unknown>;
    const answer = { ...asked, status: response.status, body };
    told.push(answer);
    return answer;
  }

  const post = (body: object, headers: Record<string, string> = {}) => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers,
  });

  return {
    told,
    create: (request: BookingRequest) =>
      ask({ bookingId: request.bookingId, what: 'create' }, '/api/v1/payments', post(request)),
    read: (bookingId: string) => ask({ bookingId, what: 'read' }, `/api/v1/bookings/${bookingId}`),
    cancel: (bookingId: string, paymentId: string) =>
      ask({ bookingId, what: 'cancel' }, `/api/v1/payments/${paymentId}/cancel`, post({})),
    refund: (
      { bookingId, paymentId }: { bookingId: string; paymentId: string },
      key: string,
      amount?: number,
    ) =>
      ask(
        { bookingId, what: 'refund', amount },
        `/api/v1/payments/${paymentId}/refunds`,
        post(amount === undefined ? {} : { amount }, { 'idempotency-key': key }),
      ),

    /** With the SDK's own defaults, as somebody who knows names only. */
    start: (request: BookingRequest) =>
      temporal.workflow.start('bookingPayment', {
        workflowId: `booking-${request.bookingId}`,
        taskQueue,
        args: [request],
      }),
    /** An operator: by the Web UI or `temporal workflow update`. */
    update: (workflowId: string, name: string, order: object) =>
      handle(workflowId).executeUpdate(name, { args: [order] }),
    retryRefund: (refundId: string, order: OperatorOrder = { reason: 'bank is back' }) =>
      handle(`refund-${refundId}`).executeUpdate('retryRefund', { args: [order] }),
    signal: (workflowId: string, stripeEventId: string) =>
      handle(workflowId).signal('paymentUpdated', { stripeEventId, objectId: 'pi' }),
    terminate: (workflowId: string) => handle(workflowId).terminate('by a test'),
    /** `undefined`: there is none of this id. */
    async stateOf(workflowId: string): Promise<string | undefined> {
      try {
        return (await handle(workflowId).describe()).status.name;
      } catch {
        return undefined;
      }
    },
  };
}

export type Caller = ReturnType<typeof createCaller>;
