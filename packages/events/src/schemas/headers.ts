import { z } from 'zod';
import { eventId, instant, named, oneOf, word } from './fields';

const text = (pattern: RegExp, description: string) =>
  z.string().regex(pattern).meta({ description });

/** CloudEvents 1.0 and W3C trace context, on every record that we send, of every family. */
export const recordHeaders = z.strictObject({
  ce_specversion: z.literal('1.0').meta({ description: 'Of CloudEvents' }),
  ce_id: eventId,
  ce_type: named('The canonical event type; of records without one, the topic'),
  ce_source: z.literal('/payment-service').meta({ description: 'Who says it' }),
  ce_time: instant('When it was committed'),
  ce_subject: named('The booking; of records without one, the key'),
  ce_partitionkey: named('The same as ce_subject'),
  ce_sequence: text(
    /^\d{10}$/,
    'Position in the life of the booking, ten digits; absent where there is no booking',
  ).exactOptional(),
  ce_correlationid: named(
    'Of the request that began it; without one, the booking, the Stripe event or the subscription',
  ),
  ce_causationid: eventId
    .meta({ description: 'eventId of the event that caused this one' })
    .exactOptional(),
  ce_dataschema: text(
    /^urn:booking-payment:schema:[a-z]+:[a-z_.-]+:\d+\.\d+$/,
    'Which schema the body keeps to: urn:booking-payment:schema:<family>:<message>:<version>',
  ),
  'content-type': z.literal('application/json').meta({ description: 'Of the body' }),
  traceparent: text(
    /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/,
    'W3C trace context, made of the ids: one trace per booking or request, one span per event',
  ),
  tracestate: word('W3C trace context; not sent today').exactOptional(),
  __TypeId__: named("Spring's name of the class, where one is configured").exactOptional(),
});

const digits = (description: string) => text(/^\d+$/, description);

/** On a dead letter beside the headers with which the record came (kafka.md section 6). */
export const deadLetterHeaders = z.looseObject({
  'dlq-original-topic': named('Where it was read'),
  'dlq-original-partition': digits('Where it was read'),
  'dlq-original-offset': digits('Where it was read'),
  'dlq-original-timestamp': digits("The record's own time, in ms since 1970"),
  'dlq-consumer-group': named('Who could not use it'),
  'dlq-reason': oneOf(['schema', 'signature', 'unknown-type', 'refused'], 'Why'),
  'dlq-error-class': named('The error, by its name'),
  'dlq-error-message': word('The field, the rule and the fix; at most 1 kB, no content'),
  'dlq-attempts': digits('How often it was tried'),
  'dlq-failed-at': instant('When it was given up'),
  'dlq-replay-count': digits('How often it was replayed before; at most 5'),
});

/** On the note that a dead letter was replayed, which lies in their topic behind it. */
export const replayNoteHeaders = z.strictObject({
  'dlq-replayed-letter': text(/^\d+(:\d+)?$/, 'Which: its offset, or partition:offset'),
  'dlq-replayed-to': named('The topic that it went to'),
  'dlq-replayed-at': instant('When'),
});

export type RecordHeaders = z.output<typeof recordHeaders>;
export type DeadLetterHeaders = z.output<typeof deadLetterHeaders>;
