import { getDispute } from '../../src/workflows/messages';
import { countOf, scheduledAfterMs, upserts } from './billed';
import { refusalOf } from './failures';
import { useSagas, type Dispute } from './sagas';
import { createWorld, type World } from './world';

const { inWorld, sleep } = useSagas();
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const REASON = { reason: 'she was on board' };

/** Runs the dispute of a booking that is paid and confirmed. */
async function disputed(world: World, test: (dispute: Dispute) => Promise<void>): Promise<void> {
  world.stripe.pay();
  await inWorld(world, async (starts) => {
    const saga = await starts.saga();
    await saga.tell();
    await saga.result();
    await test(await starts.dispute(`dp_${world.request.bookingId}`));
  });
}

describe('a dispute', () => {
  it('waits for evidence, says until when, and ends won', async () => {
    const world = createWorld('bk-won');
    await disputed(world, async (dispute) => {
      const details = await dispute.shows('129.90 EUR of booking TRIP-88 are disputed');
      expect(details).toContain('Refunds of the charge are stopped.');
      expect(details).toMatch(/Evidence is due by \d{4}-\d\d-\d\d \d\d:\d\d UTC\./);
      expect(details).toContain('`submitEvidence`');
      const sent = await dispute.answer({ ...REASON, actor: 'op-7', text: 'her boarding pass' });
      expect(sent).toMatchObject({ status: 'under_review' });
      expect(world.acts).toEqual(['submitEvidence (chargeback) by op-7: she was on board']);
      expect(world.bank.texts).toEqual(['her boarding pass']);
      expect(world.bank.ids).toEqual([expect.stringMatching(/^dp_bk-won:[\w-]{20,}$/)]);
      expect(await dispute.details()).toContain('the bank decides (under_review)');
      world.bank.status = 'won';
      await dispute.tell();
      expect(await dispute.result()).toMatchObject({ dispute: { outcome: 'won' } });
      expect(await dispute.details()).toContain('Won: the money is ours again');
      expect(upserts(await dispute.handle.fetchHistory())).toEqual([
        { NeedsAttention: true, BookingId: 'bk-won' },
        { NeedsAttention: false, BookingId: 'bk-won' },
      ]);
      expect(world.books.view()).toMatchObject({ status: 'CONFIRMED' });
      await dispute.keep('won');
    });
  });

  it('is read when its evidence is due soon, and when it was due, though no news came', async () => {
    const world = createWorld('bk-past-due');
    await disputed(world, async (dispute) => {
      await dispute.shows('Evidence is due by');
      await sleep('7d');
      await dispute.shows('**Evidence is due soon: by');
      world.bank.status = 'lost'; // Stripe's word of it is lost
      expect(await dispute.result()).toMatchObject({ dispute: { outcome: 'lost' } });
      expect(await dispute.details()).toContain('Lost: the bank has given the customer the money.');
      const history = await dispute.handle.fetchHistory();
      const readAfter = scheduledAfterMs(history, 'settleDispute');
      const pauses = readAfter.map((at, index) => at - (readAfter[index - 1] ?? 0));
      expect(Math.max(...pauses)).toBeLessThan(6.1 * HOUR);
      expect(readAfter.some((at) => Math.abs(at - 7 * DAY) < 60_000)).toBe(true);
      expect(readAfter.length).toBeLessThan(60);
      await dispute.keep('past-due');
    });
  });

  it('says when the due date has passed and the bank has not decided', async () => {
    const world = createWorld('bk-overdue');
    world.bank.dueInMs = HOUR;
    await disputed(world, async (dispute) => {
      await dispute.shows('**Evidence is due soon: by');
      await sleep('61 minutes');
      await dispute.shows('**Evidence was due at');
      world.bank.status = 'lost';
      await dispute.tell();
      await dispute.result();
    });
  });

  it('first seen closed ends at once, and needs nobody', async () => {
    const world = createWorld('bk-seen-closed');
    world.bank.status = 'lost';
    await disputed(world, async (dispute) => {
      expect(await dispute.result()).toMatchObject({ dispute: { outcome: 'lost' } });
      const history = await dispute.handle.fetchHistory();
      expect(upserts(history)).toEqual([]);
      expect(countOf(history, 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED')).toBe(1);
      await dispute.keep('seen-closed');
    });
  });

  it('that was an inquiry asks for evidence again when it escalates', async () => {
    const world = createWorld('bk-escalated');
    world.bank.status = 'warning_needs_response';
    await disputed(world, async (dispute) => {
      await dispute.shows('The bank asks about 129.90 EUR');
      world.bank.status = 'needs_response';
      await dispute.tell();
      await dispute.shows('are disputed');
      await dispute.answer(REASON);
      expect(world.acts).toEqual(['submitEvidence (chargeback) by operator: she was on board']);
      world.bank.status = 'lost';
      await dispute.tell();
      await dispute.result();
      await dispute.keep('escalated');
    });
  });

  it('of nobody, of somebody else, or without an id ends and says why', async () => {
    const world = createWorld('bk-others');
    await inWorld(world, async (starts) => {
      world.bank.owner = 'foreign';
      const foreign = await starts.dispute('dp_foreign');
      expect(await foreign.result()).toEqual({ ignored: 'foreign' });
      await foreign.keep('foreign');
      world.bank.owner = 'unknown';
      expect(await (await starts.dispute('dp_unknown')).result()).toEqual({ ignored: 'unknown' });
      for (const args of [[], [{}], [{ disputeId: 7 }]])
        expect(await (await starts.dispute(`dp_odd`, args)).result()).toEqual({
          ignored: 'not_understood',
        });
    });
  });

  it('is seen to its end although its run is asked to cancel', async () => {
    const world = createWorld('bk-run-cancelled');
    await disputed(world, async (dispute) => {
      await dispute.shows('Evidence is due by');
      await dispute.handle.cancel();
      await dispute.answer(REASON);
      world.bank.status = 'won';
      await dispute.tell();
      expect(await dispute.result()).toMatchObject({ dispute: { outcome: 'won' } });
    });
  });

  it('reads Stripe once more when news came while it was being read', async () => {
    const world = createWorld('bk-meanwhile');
    world.bank.status = 'lost';
    world.stripe.pay();
    await inWorld(world, async (starts) => {
      const saga = await starts.saga();
      await saga.tell();
      await saga.result();
      const letGo = world.hold('settleDispute');
      const dispute = await starts.dispute('dp_meanwhile');
      await dispute.tell();
      letGo();
      await dispute.result();
      expect(world.bank.reads).toBe(2);
    });
  });
});

describe('H24: a dispute', () => {
  it('H24: that was lost is taken up again by news, and may be won', async () => {
    const world = createWorld('bk-lost-then-won');
    world.bank.status = 'lost';
    world.stripe.pay();
    await inWorld(world, async (starts) => {
      const saga = await starts.saga();
      await saga.tell();
      await saga.result();
      const ours = { disputeId: 'dp_turned', bookingId: 'bk-lost-then-won' };
      const news = { stripeEventId: 'evt_closed', objectId: 'dp_turned' };
      await starts.disputes.tell(ours, news);
      const dispute = starts.disputeOf('dp_turned');
      expect(await dispute.result()).toMatchObject({ dispute: { outcome: 'lost' } });
      world.bank.status = 'won';
      await starts.disputes.tell(ours, { ...news, stripeEventId: 'evt_reinstated' });
      expect(await dispute.result()).toMatchObject({ dispute: { outcome: 'won' } });
      expect(world.bank.reads).toBeGreaterThanOrEqual(2);
      await dispute.keep('won-after-lost');
    });
  });
});

describe('submitEvidence', () => {
  it('says what is wrong with an order that was made by hand', async () => {
    const world = createWorld('bk-by-hand');
    await disputed(world, async (dispute) => {
      await dispute.shows('Evidence is due by');
      const refusals: [order: unknown[], type: string][] = [
        [[], 'validation_failed'],
        [['please'], 'validation_failed'],
        [[[REASON]], 'validation_failed'],
        [[{}], 'reason_required'],
        [[{ reason: '  ' }], 'reason_required'],
        [[{ reason: 7 }], 'reason_required'],
        [[{ ...REASON, text: '' }], 'validation_failed'],
        [[{ ...REASON, text: 'x'.repeat(20_001) }], 'validation_failed'],
        [[{ ...REASON, text: 'a\0b' }], 'validation_failed'],
        [[{ ...REASON, text: 'a\ud800b' }], 'validation_failed'],
        [[{ reason: 'a\ud800b' }], 'validation_failed'],
        [[{ ...REASON, actor: 7 }], 'validation_failed'],
        [[{ ...REASON, txt: 'misspelt' }], 'validation_failed'],
        [[{ ...REASON, constructor: 'x' }], 'validation_failed'],
      ];
      for (const [order, type] of refusals)
        expect([order, await refusalOf(dispute.answer(...order))]).toEqual([order, type]);
      expect(world.times('submitEvidence')).toBe(0);
      await dispute.answer(REASON);
      world.bank.status = 'won';
      await dispute.tell();
      await dispute.result();
    });
  });

  it('is taken once, also of two who send it at the same time', async () => {
    const world = createWorld('bk-at-once');
    await disputed(world, async (dispute) => {
      await dispute.shows('Evidence is due by');
      const answers = [1, 2, 3].map((n) => dispute.answer({ reason: `order ${n}` }));
      const ended = await Promise.allSettled(answers);
      const refused = ended.filter(({ status }) => status === 'rejected');
      expect(refused).toHaveLength(2);
      for (const { reason } of refused as PromiseRejectedResult[])
        expect(await refusalOf(Promise.reject(reason as Error))).toBe('evidence_submitted');
      expect(await refusalOf(dispute.answer(REASON))).toBe('evidence_submitted');
      expect(world.times('submitEvidence')).toBe(1);
      world.bank.status = 'lost';
      await dispute.tell();
      await dispute.result();
      await dispute.keep('answered-once');
    });
  });

  it('that Stripe refuses may be sent again', async () => {
    const world = createWorld('bk-refused-evidence');
    world.bank.takesEvidence = false;
    await disputed(world, async (dispute) => {
      await dispute.shows('Evidence is due by');
      expect(await refusalOf(dispute.answer(REASON))).toBe('evidence_refused');
      world.bank.takesEvidence = true;
      await dispute.answer(REASON);
      expect(await dispute.handle.query(getDispute)).toMatchObject({ status: 'under_review' });
      world.bank.status = 'won';
      await dispute.tell();
      await dispute.result();
      await dispute.keep('evidence-refused');
    });
  });

  it('that comes before Stripe was read waits for that', async () => {
    const world = createWorld('bk-early-order');
    world.stripe.pay();
    await inWorld(world, async (starts) => {
      const saga = await starts.saga();
      await saga.tell();
      await saga.result();
      const letGo = world.hold('settleDispute');
      const dispute = await starts.dispute('dp_early');
      const early = dispute.answer(REASON);
      letGo();
      expect(await early).toMatchObject({ status: 'under_review' });
      world.bank.status = 'won';
      await dispute.tell();
      await dispute.result();
    });
  });

  it('is refused by the client’s side in the workflow’s own words', async () => {
    const world = createWorld('bk-client');
    await inWorld(world, async (starts) => {
      const { disputes } = starts;
      expect(await disputes.submitEvidence('dp_none', REASON, 'update-1')).toEqual({
        outcome: 'gone',
      });
      const saga = await starts.saga();
      world.stripe.pay();
      await saga.tell();
      await saga.result();
      await disputes.tell({ disputeId: 'dp_client', bookingId: 'bk-client' });
      expect(await disputes.submitEvidence('dp_client', REASON, 'update-1')).toEqual({
        outcome: 'sent',
      });
      // The same order once more is the same order.
      expect(await disputes.submitEvidence('dp_client', REASON, 'update-1')).toEqual({
        outcome: 'sent',
      });
      expect(await disputes.submitEvidence('dp_client', REASON, 'update-2')).toMatchObject({
        ...{ outcome: 'refused', type: 'evidence_submitted' },
        message: expect.stringContaining('Stripe takes it once') as string,
      });
      expect(world.times('submitEvidence')).toBe(1);
      world.bank.status = 'won';
      await starts.disputeOf('dp_client').tell();
      await starts.disputeOf('dp_client').result();
    });
  });
});
