import type { Evidence } from './evidence';
import { LIMITS } from './limits';
import { logFaults } from './log-verdict';
import { hasFailed } from './requests';
import type { BookingRow } from './rows';

const SECOND = 1_000;

/** Everything that is otherwise than promised; nothing, when nobody noticed. */
export function judge(evidence: Evidence): string[] {
  return [
    ...apiFaults(evidence),
    ...bookingFaults(evidence),
    ...publishingFaults(evidence),
    ...logFaults(evidence),
    ...evidence.flags.map((flag) => `a person is asked to look: ${flag}`),
    ...evidence.died.map((name) => `the ${name} process died`),
  ];
}

/** What was committed before the return, and how long after it the last of that was out. */
export function drain({ rows, returnedAt }: Evidence) {
  const before = rows.filter(({ committedAt }) => committedAt.getTime() < returnedAt);
  const waited = before.filter(
    ({ publishedAt }) => !(Number(publishedAt ?? Infinity) < returnedAt),
  );
  const last = waited.reduce((max, row) => Math.max(max, Number(row.publishedAt ?? Infinity)), 0);
  return { waited: waited.length, tookMs: waited.length === 0 ? 0 : last - returnedAt };
}

/** Who noticed nothing: ordered and confirmed while Kafka was away. And who should have been. */
export function servedMeanwhile({ bookings, wentAt, returnedAt }: Evidence) {
  const ordered = bookings.filter(
    ({ createdAt }) => Number(createdAt) > wentAt && Number(createdAt) < returnedAt,
  );
  const confirmedBy = (end: number) => ordered.filter((booking) => isConfirmedBy(booking, end));
  const due = ordered.filter(
    ({ createdAt }) => Number(createdAt) + LIMITS.confirmedMs < returnedAt,
  );
  return {
    ordered: ordered.length,
    confirmed: confirmedBy(returnedAt).length,
    late: due.filter((booking) => !isConfirmedBy(booking, returnedAt)),
  };
}

function isConfirmedBy({ confirmedAt }: BookingRow, end: number): boolean {
  return confirmedAt !== null && confirmedAt.getTime() < end;
}

function apiFaults({ asked, troubles, turnedAway }: Evidence): string[] {
  const failures = new Map<string, number>();
  for (const { what, status, problem = '' } of asked.filter(hasFailed)) {
    const failure = `${what}: ${status ?? 'no answer'} ${problem}`;
    failures.set(failure, (failures.get(failure) ?? 0) + 1);
  }
  const slow = asked.filter(({ tookMs }) => tookMs > LIMITS.answerMs);
  return [
    ...[...failures].map(([failure, count]) => `${count} requests failed, ${failure}`),
    ...(slow.length > 0
      ? [`${slow.length} requests took longer than ${LIMITS.answerMs / SECOND} s`]
      : []),
    ...troubles,
    ...(turnedAway > 0 ? [`${turnedAway} customers were turned away: the rate is too high`] : []),
  ];
}

function bookingFaults(evidence: Evidence): string[] {
  const { confirmed, late } = servedMeanwhile(evidence);
  const open = evidence.bookings.filter(({ status }) => status !== 'CONFIRMED');
  return [
    ...open.map(({ bookingId, status }) => `${bookingId} ended as ${status}`),
    ...(confirmed === 0 ? ['no booking was ordered and confirmed while Kafka was away'] : []),
    ...late.map(({ bookingId }) => `${bookingId} was not confirmed while Kafka was away`),
  ];
}

function publishingFaults(evidence: Evidence): string[] {
  const { waited, tookMs } = drain(evidence);
  const left = evidence.rows.filter(({ publishedAt }) => publishedAt === null);
  const limit = LIMITS.publishedMs / SECOND;
  return [
    ...(waited === 0 && evidence.wasAway
      ? ['nothing waited for Kafka: this run proves nothing']
      : []),
    ...(left.length > 0 ? [`${left.length} records were never published`] : []),
    ...(left.length === 0 && tookMs > LIMITS.publishedMs
      ? [
          `the last record was out ${(tookMs / SECOND).toFixed(1)} s after the return, not ${limit} s`,
        ]
      : []),
  ];
}
