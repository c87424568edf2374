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
    const address = `${url.replace(/\/+$/, '')}/api/v1/bookings/${encodeURIComponent(request.bookingId)}/${action}`;
    const { status, text } = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': `${action}:${request.bookingId}`,
      },
      body: JSON.stringify(request),
      redirect: 'manual', // followed, it would become a GET, whose 200 says nothing
      signal: AbortSignal.timeout(timeoutMs),
    })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch((error: unknown) => {
        throw new OwnerUnreachable(`the booking owner does not answer: ${reasonOf(error)}`);
      });
    if (FINAL_REFUSALS.includes(status)) return { done: false } as const;
    if (status < 200 || status > 299)
      throw new OwnerUnreachable(`the booking owner answers ${status} to ${action}`);
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
  const answer = holdAnswer.safeParse(objectOf(text));
  // A price that we cannot read is not the price that we asked for.
  if (!answer.success) throw new OwnerUnreachable('the booking owner names a price in other terms');
  const { amount, currency } = answer.data;
  return {
    ...(amount !== undefined && { amount }),
    ...(currency !== undefined && { currency: currency.toLowerCase() }),
  };
}

/** An owner may answer with an empty body, or with one of its own: the price is then as asked. */
function objectOf(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
