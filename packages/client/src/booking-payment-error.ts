/** Refused, or not answered. `code` is stable, and listed in contracts.md section 3. */
export class BookingPaymentError extends Error {
  constructor(
    readonly code: string,
    /** What is wrong and what to do, in plain words. */
    message: string,
    readonly more: {
      /** The same call may succeed later; nothing happens twice. */
      retryable?: boolean;
      /** Over REST. */
      status?: number;
      requestId?: string;
      errors?: readonly { path: string; message: string }[];
    } = {},
  ) {
    super(message);
    this.name = 'BookingPaymentError';
  }

  get retryable(): boolean {
    return this.more.retryable === true;
  }
}

export function notFound(bookingId: string): BookingPaymentError {
  return new BookingPaymentError('booking_not_found', `There is no booking ${bookingId}.`);
}
