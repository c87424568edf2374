export {
  BookingPaymentError,
  type ErrorCode,
  type ErrorFacts,
  type FieldError,
} from './booking-payment-error';
export type {
  Booking,
  BookingOrder,
  BookingPayments,
  BookingStatus,
  CancelOrder,
  Refund,
  RefundOrder,
  Watching,
} from './booking-payments';
export { bookingWorkflowIdOf, paymentIdOf, refundIdOf, refundWorkflowIdOf } from './ids';
export { overRest, type RestOptions } from './rest/booking-payments';
export { overTemporal, type TemporalOptions } from './temporal/booking-payments';
