import { KafkaJSConnectionError, KafkaJSNonRetriableError, KafkaJSProtocolError } from 'kafkajs';
import { QueueFull, RecordTooLarge, faultOf } from '../../src/kafka/errors';

const protocol = (type: string) =>
  new KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 1, retriable: true }));
const wrapped = (cause: Error) => Object.assign(new KafkaJSNonRetriableError('gave up'), { cause });

describe('what a rejection says', () => {
  it.each([
    ['MESSAGE_TOO_LARGE', 'record', true],
    ['RECORD_LIST_TOO_LARGE', 'record', true],
    ['INVALID_RECORD', 'record', true],
    ['INVALID_TOPIC_EXCEPTION', 'topic', true],
    ['TOPIC_AUTHORIZATION_FAILED', 'topic', false],
    ['UNKNOWN_TOPIC_OR_PARTITION', 'topic', false],
    ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'cluster', false],
  ])('%s blames the %s, permanently: %s', (type, scope, permanent) => {
    expect(faultOf(protocol(type))).toEqual({ scope, permanent });
    expect(faultOf(wrapped(wrapped(protocol(type))))).toEqual({ scope, permanent });
  });

  it('never believes what kafkajs calls final', () => {
    const outage = wrapped(new KafkaJSConnectionError('connect ECONNREFUSED'));
    expect(outage.retriable).toBe(false);
    expect(faultOf(outage)).toEqual({ scope: 'cluster', permanent: false });
  });

  it('knows our own refusals, and ends on causes that go round in a circle', () => {
    expect(faultOf(new RecordTooLarge('t', 2, 1))).toEqual({ scope: 'record', permanent: true });
    expect(faultOf(new QueueFull(1))).toEqual({ scope: 'cluster', permanent: false });
    const circle = new Error('round');
    circle.cause = circle;
    expect(faultOf(circle)).toEqual({ scope: 'cluster', permanent: false });
    expect(faultOf('no error at all')).toEqual({ scope: 'cluster', permanent: false });
  });
});
