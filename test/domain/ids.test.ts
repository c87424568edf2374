import fc from 'fast-check';
import { BOOKING_ID, eventIdOf, hash24, paymentIdOf, refundIdOf } from '../../src/domain/ids';
import { requestedBy, stripeReason } from '../../src/domain/refund';
import { bookingWorkflowId, refundWorkflowId } from '../../src/domain/workflow-ids';

it('makes the ids of the examples in contracts.md', () => {
  expect(paymentIdOf('bk-2041')).toBe('pay_babefaa9a02eaf5c87263f5b');
  expect(eventIdOf('bk-2041', 'payment.completed')).toBe('5aa653b3-83c2-44bf-94fa-9efb0d2ae1bc');
  expect(eventIdOf('bk-2041', 'payment.initiated')).toBe('8017671c-d8ff-4f65-b1eb-f903dbb53d8c');
  expect(eventIdOf('bk-2041', 'booking.pending_payment')).toBe(
    '72fcec50-91a0-4c9b-9b1c-e4525d5386f2',
  );
  expect(bookingWorkflowId('bk-2041')).toBe('booking-bk-2041');
  expect(refundWorkflowId('rfd_a485f48ab9d6ef5a8420a404')).toBe(
    'refund-rfd_a485f48ab9d6ef5a8420a404',
  );
});

it('makes 24 hexadecimal digits of any text', () => {
  expect(hash24('payment|bk-2041')).toBe('babefaa9a02eaf5c87263f5b');
  fc.assert(fc.property(fc.string(), (text) => /^[0-9a-f]{24}$/.test(hash24(text))));
});

it('makes event ids that are UUIDs of version 4, one per booking, type and discriminator', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const part = fc.string({ unit: fc.constantFrom(...'abc.-:') });
  fc.assert(fc.property(part, part, part, (...parts) => uuid.test(eventIdOf(...parts))));
  const ids = ['', 're_1', 're_1:1', 're_1:2'].map((subject) =>
    eventIdOf('bk-1', 'payment.refunded', subject),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

it('tells refunds of one payment apart by who asked and what for', () => {
  const identities = ['key:a', 'body:a:0', 'body:a:1', 'command:a', 'operator:a', 'stripe:re_a'];
  const ids = identities.map((identity) => refundIdOf('pay_1', identity));
  expect(new Set(ids).size).toBe(ids.length);
  expect(refundIdOf('pay_2', 'key:a')).not.toBe(ids[0]);
  expect(ids[0]).toMatch(/^rfd_[0-9a-f]{24}$/);
});

it.each(['bk-2041', 'A', '0', 'a.b_c:d-e', 'x'.repeat(64)])('takes "%s" for a bookingId', (id) => {
  expect(id).toMatch(BOOKING_ID);
});

it.each(['', '-a', '.a', 'a b', 'a/b', 'ä', 'x'.repeat(65), 'a\n'])('refuses "%s"', (id) => {
  expect(id).not.toMatch(BOOKING_ID);
});

it.each([
  ['key:k-1', 'api'],
  ['body:hash:0', 'api'],
  ['command:c-1', 'command'],
  ['operator:refund-x', 'operator'],
  ['saga:unavailable', 'saga'],
  ['stray:ch_1', 'saga'],
  ['stripe:re_1', 'external'],
  ['anything else', 'operator'],
])('reads from the identity "%s" that the refund was asked for by %s', (identity, by) => {
  expect(requestedBy(identity)).toBe(by);
});

it.each([
  ['duplicate', 'duplicate'],
  [' Fraudulent ', 'fraudulent'],
  ['seat changed', 'requested_by_customer'],
  ['', 'requested_by_customer'],
])('gives Stripe for the reason "%s" its word %s', (reason, word) => {
  expect(stripeReason(reason)).toBe(word);
});
