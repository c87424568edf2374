import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Publisher } from '../../src/kafka/publisher';
import { scratch } from '../support/scratch';
import { createTopics, readTopic } from './log';
import { recordOf, silent } from './publishing';
import { kafkaIn, optionsIn, startSecureBroker, type SecureBroker } from './security-broker';

const files = scratch('kafka-ca');
let broker: SecureBroker;
beforeAll(async () => {
  broker = await startSecureBroker(['worker']);
}, 120_000);
afterAll(async () => {
  files.remove();
  await broker.stop();
});

const environment = (more: Record<string, string> = {}) => ({
  ...broker.environmentOf('worker'),
  ...more,
});

const refusal = async (more: Record<string, string>): Promise<string> =>
  kafkaIn(environment(more))
    .producer()
    .then(
      () => 'it connects',
      (error: Error) => error.message,
    );

describe('a broker with TLS and logins', () => {
  it.each(['plain', 'scram-sha-512'])('is spoken to with %s', async (KAFKA_SASL_MECHANISM) => {
    const kafka = kafkaIn(environment({ KAFKA_SASL_MECHANISM }));
    const admin = await kafka.admin();
    await admin.topicNames();
    await admin.disconnect();
    const publisher = new Publisher({ kafka, logger: silent });
    const [topic] = (await createTopics([broker.plain], 'secure')) as [string];
    await expect(publisher.publish([recordOf(topic, 'a', 1)])).rejects.toThrow('docs/kafka.md');
    await publisher.disconnect();
    expect(await readTopic([broker.plain], topic)).toEqual([]);
  });

  it.each(['plain', 'scram-sha-512'])(
    'refuses a wrong password (%s): we name the variables, never the password',
    async (KAFKA_SASL_MECHANISM) => {
      const wrong = 'not-the-password';
      const message = await refusal({ KAFKA_SASL_MECHANISM, KAFKA_SASL_PASSWORD: wrong });
      expect(message).toContain('check KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD');
      expect(message).not.toContain(wrong);
    },
  );

  it('refuses a way to log in that it does not know: we name the variable', async () => {
    const message = await refusal({ KAFKA_SASL_MECHANISM: 'scram-sha-256' });
    expect(message).toContain('KAFKA_SASL_MECHANISM');
  });

  it('is not trusted with another authority, nor with those of the system', async () => {
    expect(await refusal({ KAFKA_SSL_CA: broker.strangersCa })).toContain('KAFKA_SSL_CA must name');
    expect(await refusal({ KAFKA_SSL_CA: '' })).toContain('KAFKA_SSL_CA must name');
  });

  it('is not spoken to without TLS, nor a plain port with it: we name the variable', async () => {
    expect(await refusal({ KAFKA_BROKERS: broker.plain })).toContain('KAFKA_SSL');
    expect(await refusal({ KAFKA_SSL: 'off', KAFKA_SSL_CA: '' })).toContain('KAFKA_SSL');
  });
});

describe('settings that are half there', () => {
  const { KAFKA_SSL, ...login } = {
    KAFKA_SSL: 'on',
    KAFKA_SASL_MECHANISM: 'plain',
    KAFKA_SASL_USERNAME: 'worker',
    KAFKA_SASL_PASSWORD: 'secret-word',
  };
  const without = (name: keyof typeof login) => ({ ...login, [name]: '' });

  it.each([
    [without('KAFKA_SASL_PASSWORD'), 'KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and'],
    [without('KAFKA_SASL_USERNAME'), 'KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and'],
    [without('KAFKA_SASL_MECHANISM'), 'do nothing without KAFKA_SASL_MECHANISM'],
    [{ KAFKA_SSL_CA: '/ca.pem' }, 'KAFKA_SSL_CA does nothing while KAFKA_SSL is off'],
    [{ KAFKA_SSL, KAFKA_SSL_CA: '/no/such.pem' }, '/no/such.pem, which is not there'],
  ])('are refused at the start: %j', (given, words) => {
    expect(() => optionsIn(given)).toThrow(words);
    expect(() => optionsIn(given)).not.toThrow('secret-word');
  });

  it('are refused when the authority’s file holds no certificate', () => {
    const file = join(files.dir, 'ca.pem');
    writeFileSync(file, 'no certificate');
    expect(() => optionsIn({ KAFKA_SSL, KAFKA_SSL_CA: file })).toThrow(
      'which cannot be read as a certificate',
    );
  });
});
