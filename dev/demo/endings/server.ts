import { OPENED, event, kept, type Ending } from './ending';

const authenticated: Ending = {
  name: 'server-3ds',
  about: 'confirmed by our server, once more after 3-D Secure',
  order: { confirmationMethod: 'manual' },
  async drive(booking, { api, customer, until }) {
    const intentId = await api.create(booking);
    const paymentMethodId = 'pm_card_threeDSecure2Required';
    const back = api.page('/payment/confirmation');
    await api.confirm(booking, 'first', { paymentMethodId, returnUrl: back });
    await until(booking, { payment: 'processing' });
    // Whoever comes back with these words in the address has proven nothing by them.
    const returnUrl = `${back}?redirect_status=succeeded&payment_intent=${intentId}`;
    await api.confirm(booking, 'forged', { returnUrl });
    await customer.authenticate(booking, intentId);
    await api.confirm(booking, 'authenticated', {});
  },
  expected: (booking) => ({
    ...kept(booking),
    events: [
      ...OPENED,
      event('payment.processing', { stripeStatus: 'requires_action' }),
      event('payment.completed'),
      event('booking.confirmed'),
    ],
  }),
};

const declinedThenPaid: Ending = {
  name: 'server-declined',
  about: 'confirmed by our server: declined, then paid with another card',
  async drive(booking, { api }) {
    await api.create(booking);
    const paymentMethodId = 'pm_card_visa_chargeDeclined';
    await api.confirmDeclined(booking, 'first', { paymentMethodId });
    await api.confirm(booking, 'second', { paymentMethodId: 'pm_card_visa' });
  },
  expected: (booking) => ({
    ...kept(booking),
    events: [
      ...OPENED,
      event('payment.attempt_failed', { attempt: 1, errorCode: 'card_declined' }),
      event('payment.completed'),
      event('booking.confirmed'),
    ],
  }),
};

export const server = [authenticated, declinedThenPaid];
