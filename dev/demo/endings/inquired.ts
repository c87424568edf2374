import { closed, dispute, opened } from './disputing';
import { CONFIRMED, REFUNDED, kept, refundOf, type Ending } from './ending';

const inquiry: Ending = {
  name: 'inquiry',
  about: 'the bank only asked, and closed its inquiry',
  async drive(booking, stage) {
    const { disputeId } = await dispute(booking, stage, 'inquiry');
    await stage.bank.decide(booking, disputeId, 'won');
    await stage.until(booking, { dispute: 'warning_closed' });
  },
  expected: (booking) => ({
    ...kept(booking),
    dispute: { status: 'warning_closed' },
    events: [...CONFIRMED, opened, closed('warning_closed')],
  }),
};

const inquiryRefunded: Ending = {
  name: 'inquiry-refunded',
  about: 'the bank asked, and the money was given back',
  async drive(booking, stage) {
    const { disputeId } = await dispute(booking, stage, 'inquiry');
    await stage.api.refund(booking, 'whole');
    await stage.until(booking, { booking: 'REFUNDED' });
    await stage.bank.decide(booking, disputeId, 'won');
  },
  expected: () => ({
    ...REFUNDED,
    dispute: { status: 'warning_closed' },
    events: [...CONFIRMED, opened, ...refundOf(true, 'api'), closed('warning_closed')],
  }),
};

export const inquired = [inquiry, inquiryRefunded];
