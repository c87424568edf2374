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

  it('of money that nothing on record knows wait for it, if it is ours', () => {
    const total = event('charge.refunded', { amountRefunded: 500 }, 'ch_1');
    for (const news of [foreign, total]) expect(decide(news, known()).act).toBe('look-for-owner');
  });

  it('are none where Stripe only let an authorisation go', () => {
    const closed = known({ payment: payment({ bookingStatus: 'CANCELLED' }) });
    const total = event('charge.refunded', { amountRefunded: 500 }, 'ch_1');
    for (const news of [foreign, total]) expect(decide(news, closed).act).toBe('nothing');
    const second = event('refund.created', { paymentIntentId: 'pi_second' }, 're_1');
    expect(decide(second, closed).act).toBe('park');
  });

  it('that gave nothing back are no news, and others’ are ignored', () => {
    const failed = event('refund.failed', { status: 'failed' }, 're_1');
    expect(decide(failed, known({ payment: payment() })).act).toBe('nothing');
    expect(decide(foreign, known()).act).toBe('look-for-owner'); // and ignored if it is nobody's
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
  const told = (suffix: string, status: string) =>
    event(`charge.dispute.${suffix}`, { reason: 'fraudulent', status }, 'dp_1');

  it('go to their workflow where the payment is ours; else Stripe says whose they are', () => {
    const created = told('created', 'needs_response');
    expect(decide(created, known({ payment: payment() }))).toEqual({
      act: 'tell-dispute',
      workflowId: 'dispute-dp_1',
      dispute: { disputeId: 'dp_1', bookingId: 'b-1' },
    });
    expect(decide(created, known()).act).toBe('look-for-owner');
  });

  it.each([
    ['closed', 'lost', { status: 'lost', withdrawnMinor: 100 }, 'nothing'],
    ['closed', 'won', { status: 'won', withdrawnMinor: 0 }, 'nothing'],
    ['closed', 'won', { status: 'lost', withdrawnMinor: 100 }, 'tell-dispute'], // won after all
    ['funds_reinstated', 'won', { status: 'won', withdrawnMinor: 100 }, 'tell-dispute'],
    ['funds_reinstated', 'won', { status: 'won', withdrawnMinor: 0 }, 'nothing'],
    ['funds_withdrawn', 'lost', { status: 'lost', withdrawnMinor: 0 }, 'tell-dispute'],
    ['funds_withdrawn', 'lost', { status: 'lost', withdrawnMinor: 100 }, 'nothing'],
    ['created', 'needs_response', { status: 'lost', withdrawnMinor: 100 }, 'tell-dispute'],
    ['updated', 'under_review', { status: 'under_review', withdrawnMinor: 1 }, 'tell-dispute'],
  ])('%s (%s) of one that is %j: %s', (suffix, status, dispute, act) => {
    expect(decide(told(suffix, status), known({ payment: payment(), dispute })).act).toBe(act);
  });
});
