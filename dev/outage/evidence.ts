import type { LogRecord } from './log';
import type { Asked } from './requests';
import type { BookingRow, RecordRow } from './rows';

/** All that is known when everything is at rest. */
export interface Evidence {
  /** Of the machine over a minute, when customers began to come and when the last had gone. */
  readonly load: readonly number[];
  /** Whether Kafka went at all. */
  readonly wasAway: boolean;
  /** When it went, and when it answered again. */
  readonly wentAt: number;
  readonly returnedAt: number;
  readonly asked: readonly Asked[];
  /** What customers have to complain about. */
  readonly troubles: readonly string[];
  readonly turnedAway: number;
  readonly bookings: readonly BookingRow[];
  readonly rows: readonly RecordRow[];
  readonly log: readonly LogRecord[];
  /** What a person is asked to look at. */
  readonly flags: readonly string[];
  /** Processes of the product that are not those that they were. */
  readonly died: readonly string[];
}
