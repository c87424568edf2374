import { z } from 'zod';

/** The service that holds the places (contracts.md, Booking owner). */
export interface OwnerRequest {
  bookingId: string;
  bookingReference?: string;
  userId: string;
  paymentId: string;
  amount: number;
  currency: string;
  reason?: string;
}

/** `refused` is final: 409, 410 or 422. Everything else throws, and is tried again. */
export type OwnerAnswer = { done: true; amount?: number; currency?: string } | { done: false };

export class OwnerUnreachable extends Error {}

const holdAnswer = z.object({ amount: z.int().optional(), currency: z.string().optional() });
const FINAL_REFUSALS = [409, 410, 422];

/** `url` undefined: no owner is configured, and the local answer is always yes. */
export function createBookingOwner(url: string | undefined, timeoutMs = 5_000) {
  async function ask(action: 'hold' | 'confirm' | 'release', request: OwnerRequest) {
    if (url === undefined) return { done: true } as const;
    const address = `${url}/api/v1/bookings/${encodeURIComponent(request.bookingId)}/${action}`;
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': `${action}:${request.bookingId}`,
      },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new OwnerUnreachable(`the booking owner does not answer: ${reasonOf(error)}`);
    });
    const text = await response.text();
    if (FINAL_REFUSALS.includes(response.status)) return { done: false } as const;
    if (!response.ok)
      throw new OwnerUnreachable(`the booking owner answers ${response.status} to ${action}`);
    return { done: true, ...termsOf(text) } as const;
  }

  return {
    hold: (request: OwnerRequest): Promise<OwnerAnswer> => ask('hold', request),
    confirm: (request: OwnerRequest): Promise<OwnerAnswer> => ask('confirm', request),
    /** A release has nothing to refuse: what the owner no longer holds is released. */
    async release(request: OwnerRequest): Promise<void> {
      await ask('release', request);
    },
  };
}

export type BookingOwner = ReturnType<typeof createBookingOwner>;

function termsOf(text: string): { amount?: number; currency?: string } {
  try {
    const { amount, currency } = holdAnswer.parse(JSON.parse(text));
    return {
      ...(amount !== undefined && { amount }),
      ...(currency !== undefined && { currency: currency.toLowerCase() }),
    };
  } catch {
    return {}; // an owner may answer with an empty body: the price is then as asked
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
