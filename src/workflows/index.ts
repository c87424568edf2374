export { bookingPayment } from './booking-payment';
export { refundPayment } from './refund-payment';
export { eventSweep } from './event-sweep';
