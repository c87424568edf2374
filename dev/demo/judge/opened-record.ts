import type { KafkaRecord } from '../evidence/kafka-log';
import { isFlat } from './topics';

type Fields = Readonly<Record<string, unknown>>;

/** A record with its body read, and whose it is by what the body says. */
export interface OpenedRecord extends KafkaRecord {
  readonly bookingId: string;
  /** Empty on flat topics, whose bodies have no envelope. */
  readonly envelope: Fields;
  readonly payload: Fields;
}

export function opened(record: KafkaRecord): OpenedRecord {
  const body = fieldsOf(parsed(record.value));
  const flat = isFlat(record.topic);
  const payload = flat ? body : fieldsOf(body['payload']);
  return {
    ...record,
    bookingId: textOf(payload['bookingId']),
    envelope: flat ? {} : body,
    payload,
  };
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return {};
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
