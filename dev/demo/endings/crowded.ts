import type { DemoBooking } from '../booking';
import { CONFIRMED, OPENED, event, kept, nothing, type Ending } from './ending';

/** Several things at the same moment, or from several sides. */

const AT_ONCE = 20;
/** So that not all of them fit into the charge, in whatever currency. */
const partOf = ({ price }: DemoBooking) => Math.floor(price.amountMinor / 70) * 10;

const manyRefunds: Ending = {
  name: 'many-refunds',
  about: `${AT_ONCE} refunds asked for at once: as many as the charge can bear`,
  async drive(booking, { api, customer, until }) {
    await customer.pay(booking, await api.create(booking));
    await until(booking, { booking: 'CONFIRMED' });
    const ask = (nth: number) => api.refundIfLeft(booking, `no-${nth}`, partOf(booking));
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => ask(index + 1)));
  },
  expected(booking) {
    const { amountMinor } = booking.price;
    const accepted = Math.floor(amountMinor / partOf(booking));
    const each = [
      event('payment.refund_initiated', { requestedBy: 'api' }),
      event('payment.refunded', { fullyRefunded: false }),
    ];
    return {
      bookingStatus: 'PARTIALLY_REFUNDED',
      paymentStatus: 'partially_refunded',
      keptMinor: amountMinor - accepted * partOf(booking),
      place: 'confirmed',
      events: [
        ...CONFIRMED,
        ...Array.from({ length: accepted }, () => each).flat(),
        event('booking.partially_refunded'),
      ],
      anyOrder: true,
    };
  },
};

/** A cancel takes some time on its way; somewhere in it the payment comes. */
const WITHIN_MS = 150;

const race: Ending = {
  name: 'race',
  about: 'paid and cancelled at the same moment: one of both',
  async drive(booking, { api, customer, pause }) {
    const intentId = await api.create(booking);
    const pay = async () => {
      await pause(Math.random() * WITHIN_MS);
      await customer.payIfOpen(booking, intentId);
    };
    await Promise.all([pay(), api.cancelIfUnpaid(booking)]);
  },
  // The answer to the cancel says which; money, place and events must agree with it.
  expected: (booking) =>
    booking.told.some(({ what }) => what === 'cancel')
      ? nothing('CANCELLED', 'cancelled', [
          ...OPENED,
          event('payment.cancelled', { cancelledBy: 'customer' }),
          event('booking.cancelled', { reason: 'customer' }),
        ])
      : { ...kept(booking), events: CONFIRMED },
};

const paidElsewhere: Ending = {
  name: 'paid-elsewhere',
  about: 'paid, and once more on a PaymentIntent of another service',
  async drive(booking, { api, customer, until }) {
    await customer.pay(booking, await api.create(booking));
    await until(booking, { booking: 'CONFIRMED' });
    await customer.payElsewhere(booking);
  },
  expected: (booking) => ({
    ...kept(booking),
    foreign: 1,
    flags: ['foreign_money'],
    events: CONFIRMED,
  }),
};

export const crowded = [manyRefunds, race, paidElsewhere];
