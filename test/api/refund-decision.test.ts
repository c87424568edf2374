import { decide, isNewOfRefund, type Act, type KnownRefund } from '../../src/inbox/decision';
import { event, known, payment, refund } from './inbox-builders';

describe('refunds', () => {
  it.each(['refund.created', 'refund.updated', 'refund.failed'])('%s: ours are told', (type) => {
    const act = decide(event(type, {}, 're_1'), known({ refund: refund() }));
    expect(act).toMatchObject({ act: 'tell-refund', workflowId: 'refund-rfd_1' });
  });

  const foreign = event('refund.created', { amount: 500, status: 'succeeded' }, 're_1');

  it('made at Stripe are recorded, not repeated', () => {
    const act = decide(foreign, known({ payment: payment(), chargeKnown: true }));
    expect(act).toEqual({
      act: 'record-refund',
      request: {
        paymentId: 'pay_1',
        amount: 500,
        reason: 'refunded at Stripe',
        identity: 'stripe:re_1',
      },
    });
  });

  it('wait until the charge is on record', () => {
    expect(decide(foreign, known({ payment: payment() })).act).toBe('park');
  });

  it('that gave nothing back are no news, and others’ are ignored', () => {
    const failed = event('refund.failed', { status: 'failed' }, 're_1');
    expect(decide(failed, known({ payment: payment() })).act).toBe('nothing');
    expect(decide(foreign, known()).act).toBe('ignore');
  });

  it.each<[string, Partial<KnownRefund>, boolean]>([
    ['succeeded', { status: 'pending' }, true],
    ['succeeded', { status: 'succeeded' }, false],
    ['failed', { status: 'succeeded' }, true],
    ['canceled', { status: 'pending' }, true],
    ['failed', { status: 'failed' }, false],
    ['pending', { status: 'succeeded' }, false],
    ['failed', { status: 'succeeded', manual: true }, false],
  ])('%s is news of one that is %o: %s', (status, row, news) => {
    expect(isNewOfRefund(status, refund(row))).toBe(news);
  });

  it.each<[number, number, Act['act']]>([
    [5_000, 5_000, 'nothing'],
    [5_000, 7_000, 'nothing'],
    [5_000, 4_999, 'park'],
  ])('a total of %i against %i that we know of', (amountRefunded, accountedMinor, act) => {
    const seen = known({ payment: payment(), chargeKnown: true, accountedMinor });
    expect(decide(event('charge.refunded', { amountRefunded }, 'ch_1'), seen).act).toBe(act);
  });
});

describe('disputes', () => {
  it('are flagged where the payment is ours, else ignored', () => {
    const dispute = event('charge.dispute.created', { reason: 'fraudulent' }, 'dp_1');
    expect(decide(dispute, known({ payment: payment() }))).toMatchObject({
      act: 'flag',
      bookingId: 'b-1',
      flag: { kind: 'dispute', subject: 'dp_1' },
    });
    expect(decide(dispute, known()).act).toBe('ignore');
  });
});
