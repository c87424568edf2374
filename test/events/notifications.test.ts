import { MESSAGES } from '@booking-payment/events';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { endWithTheRun } from '../support/orphan-guard';
import { eventually } from '../support/eventually';
import { scratch, type Scratch } from '../support/scratch';
import { brokers, committed, makeTopic, produce, readAll, textOf } from '../support/broker';
import { gate } from './consuming';

const SERVICE = join(__dirname, '../../examples/notification-service');

interface Sink {
  readonly url: string;
  readonly mails: string[];
  /** Asked before each mail is taken. */
  answer: () => Promise<void> | void;
  close(): Promise<void>;
}

async function createSink(): Promise<Sink> {
  const mails: string[] = [];
  const take = async (stream: Readable) => {
    const mail = await text(stream); // rejected when the service is killed in mid-sentence
    await sink.answer();
    mails.push(mail.replaceAll('=\r\n', ''));
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _, done) {
      take(stream).then(
        () => done(),
        (error: unknown) => done(error as Error),
      );
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const sink: Sink = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    answer: () => undefined,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
  return sink;
}

let sink: Sink;
let folder: Scratch;
let prefix: string;
const running = new Set<ChildProcess>();

const KINDS = ['completed', 'failed', 'refunded', 'partially_refunded', 'attempt_failed'];

beforeEach(async () => {
  sink = await createSink();
  folder = scratch('notifications');
  prefix = `${randomUUID().slice(0, 8)}.`;
  for (const kind of KINDS) await makeTopic(`${prefix}dreamscape.payment.${kind}`);
  await makeTopic(`${prefix}payment-events-dlq`);
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await sink.close();
  folder.remove();
});

/** As `npm run` does, without npm in between: it must be killed itself. */
async function run(script: 'start' | 'sink', env: Record<string, string>, ready: string) {
  const { scripts } = JSON.parse(readFileSync(join(SERVICE, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const [program, ...args] = scripts[script]!.split(' ') as [string, ...string[]];
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: SERVICE,
    detached: true, // the guard ends groups
    env: { PATH: process.env['PATH'], ...env },
  });
  const ended = endWithTheRun('notifications', child.pid!, 'SIGKILL');
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.on('exit', () => (ended(), running.delete(child)));
  const gone = () => child.exitCode !== null;
  // A member that was killed keeps its place in the group for 30 s.
  const withinMs = 60_000;
  await eventually('it is ready', () => gone() || output.includes(ready), { withinMs });
  if (gone()) throw new Error(output);
  return { child, output: () => output };
}

async function startService(env: Record<string, string> = {}): Promise<ChildProcess> {
  const own = {
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_TOPIC_PREFIX: prefix,
    KAFKA_GROUP_ID: `${prefix}mails`,
    SMTP_URL: sink.url,
    JOURNAL_FILE: join(folder.dir, 'mailed.log'),
  };
  return (await run('start', { ...own, ...env }, '"ready"')).child;
}

/** Answers what it shows. */
async function startSink(): Promise<() => string> {
  return (await run('sink', { SINK_PORT: '0' }, 'takes mails at')).output;
}

/** The published example of an event, as of now and of another booking. */
function eventOf(kind: string, booking = 'bk-1') {
  const name = `dreamscape.payment.${kind}`;
  const { example } = MESSAGES.find((one) => one.name === name)!.versions[0];
  const { payload } = example as { payload: { errorMessage: string } };
  return {
    ...example,
    eventId: randomUUID(),
    timestamp: new Date().toISOString(),
    payload: { ...payload, bookingId: booking, bookingReference: booking },
  };
}

/** The window is over. */
function expired(booking: string) {
  const event = eventOf('failed', booking);
  const said = { errorCode: 'payment_expired', errorMessage: 'Payment expired' };
  return { ...event, payload: { ...event.payload, ...said } };
}

async function tell(kind: string, ...events: { payload: { bookingId: string } }[]): Promise<void> {
  const messages = events.map((event) => ({
    key: event.payload.bookingId,
    value: JSON.stringify(event),
  }));
  await produce(`${prefix}dreamscape.payment.${kind}`, messages);
}

const done = async (kind: string) =>
  (await committed(`${prefix}mails`, `${prefix}dreamscape.payment.${kind}`))[0];

describe('the notification service', () => {
  it('mails once for two copies of an event, also after it was started again', async () => {
    const first = await startService();
    const event = eventOf('completed');
    await tell('completed', event, event);
    await eventually('both copies are done', async () => (await done('completed')) === 2);
    first.kill('SIGTERM');
    await once(first, 'exit');
    expect(first.exitCode).toBe(0);

    await startService();
    await tell('completed', event);
    await eventually('the third copy is done', async () => (await done('completed')) === 3);
    expect(sink.mails).toHaveLength(1);
    expect(sink.mails[0]).toContain('Subject: Receipt for booking bk-1');
    expect(sink.mails[0]).toContain('129.90');
    expect(sink.mails[0]).toContain('To: usr-77@localhost');
    expect(sink.mails[0]).toContain(`Message-ID: <${event.eventId}@notification-service>`);
  });

  it('tells of refunds, of a decline and of the end in words of their own', async () => {
    await startService();
    await tell('refunded', eventOf('refunded', 'bk-whole'));
    await tell('partially_refunded', eventOf('partially_refunded', 'bk-part'));
    await tell('attempt_failed', eventOf('attempt_failed', 'bk-again'));
    await tell('failed', eventOf('failed', 'bk-over'), expired('bk-late'));
    await eventually('five mails', () => sink.mails.length === 5);
    const mailOf = (booking: string) => sink.mails.find((mail) => mail.includes(booking))!;
    expect(mailOf('bk-whole')).toContain('All of your payment');
    expect(mailOf('bk-part')).toContain('Your booking stands');
    expect(mailOf('bk-again')).toContain('try again where you booked');
    expect(mailOf('bk-over')).toContain('Subject: Your booking bk-over is not paid and has ended');
    expect(mailOf('bk-over')).toContain(eventOf('failed').payload.errorMessage);
    expect(mailOf('bk-over')).toContain('please book again.');
    expect(mailOf('bk-late')).toContain('The time to pay is over.');
    for (const mail of sink.mails) expect(mail).not.toContain('http'); // nobody said where
  });

  it('links to the pages that it was told of, and to no others', async () => {
    await startService({
      CHECKOUT_URL: 'https://travel.example/pay',
      BOOK_AGAIN_URL: 'https://travel.example/trips',
    });
    await tell('attempt_failed', eventOf('attempt_failed', 'bk:again'));
    await tell('failed', eventOf('failed', 'bk-over'));
    await eventually('two mails', () => sink.mails.length === 2);
    const mailOf = (subject: string) => sink.mails.find((mail) => mail.includes(subject))!;
    expect(mailOf('did not go through')).toContain('https://travel.example/pay/bk%3Aagain');
    expect(mailOf('has ended')).toContain('https://travel.example/trips');
  });

  it('loses no mail when it is killed in the middle, and repeats at most what was on its way', async () => {
    const events = Array.from({ length: 40 }, (_, n) => eventOf('completed', `bk-${n}`));
    const cut = gate();
    sink.answer = async () => {
      if (sink.mails.length < 10) return;
      await cut.passed;
      throw new Error('cut off');
    };
    const killed = await startService();
    await tell('completed', ...events);
    await eventually('some are mailed', () => sink.mails.length >= 10);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    cut.open();
    expect(sink.mails).toHaveLength(10);
    sink.answer = () => undefined;

    await startService();
    await eventually('all are done', async () => (await done('completed')) === 40);
    for (const { eventId } of events)
      expect(sink.mails.filter((mail) => mail.includes(eventId)).length).toBeGreaterThan(0);
    expect(sink.mails.length - 40).toBeLessThanOrEqual(10);
  }, 90_000);

  it('waits while the mail server is away; what that refuses for good is a dead letter', async () => {
    let away = true;
    sink.answer = () => {
      if (away) throw Object.assign(new Error('come later'), { responseCode: 451 });
      throw Object.assign(new Error('no such mailbox'), { responseCode: 550 });
    };
    await startService();
    await tell('completed', eventOf('completed'));
    await tell('refunded', eventOf('refunded', 'bk-2'));
    const deadLetters = () => readAll(`${prefix}payment-events-dlq`);
    expect(await done('completed')).toBe(-1);
    away = false;
    await eventually('both are dead letters', async () => (await deadLetters()).length === 2);
    const letters = await deadLetters();
    expect(textOf(letters[0]!.headers)).toMatchObject({ 'dlq-reason': 'refused' });
    expect(sink.mails).toEqual([]);
  });

  it('has a mail server to try it with, which shows every mail', async () => {
    const shown = await startSink();
    await startService({ SMTP_URL: /smtp:\S+/.exec(shown())![0] });
    await tell('completed', eventOf('completed'));
    await eventually('the mail is shown', () => shown().includes('Receipt for booking bk-1'));
    expect(shown()).toContain('We have received €129.90 for your booking bk-1.');
    expect(shown()).toContain('To: usr-77@localhost');
  });

  it('names a faulty variable, and does not begin', async () => {
    await expect(startService({ SMTP_URL: 'http://mail' })).rejects.toThrow('SMTP_URL');
  });
});
