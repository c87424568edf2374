import { BookingPaymentError, type FieldError } from '../booking-payment-error';

export type Body = Record<string, unknown>;

interface Problem {
  code?: string;
  title?: string;
  detail?: string;
  requestId?: string;
  errors?: FieldError[];
}

/** RFC 9457, as the service answers; `http_<status>` for what answers in its place. */
export function refusal(status: number, body: Body): BookingPaymentError {
  const { code, detail, title, requestId, errors } = body as Problem;
  const words = detail ?? title ?? `Answered with ${status}.`;
  return new BookingPaymentError(code ?? `http_${status}`, words, {
    status,
    retryable: status === 429 || status >= 500 || code === 'request_in_progress',
    ...(requestId !== undefined && { requestId }),
    ...(errors && { errors }),
  });
}
