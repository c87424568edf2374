import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SASLOptions } from 'kafkajs';
import type { KafkaConfig } from './config';

/** What the Kafka client needs of the environment. */
export function kafkaOptions(config: KafkaConfig) {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SSL_CA: ca } = config;
  const { KAFKA_SASL_USERNAME: username = '', KAFKA_SASL_PASSWORD: password = '' } = config;
  return {
    clientId: config.KAFKA_CLIENT_ID,
    brokers: config.KAFKA_BROKERS,
    ssl: config.KAFKA_SSL && ca !== undefined ? { ca: readFileSync(ca, 'utf8') } : config.KAFKA_SSL,
    ...(mechanism && { sasl: { mechanism, username, password } as SASLOptions }),
  };
}

/** What is half set, or cannot be: found at the start, not hours later at the first reconnection. */
export function kafkaFault(config: KafkaConfig): string | undefined {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SSL_CA: ca } = config;
  const { KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  if (mechanism && (!username || !password))
    return 'KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD.';
  if (!mechanism && (username || password))
    return 'KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD do nothing without KAFKA_SASL_MECHANISM.';
  if (ca !== undefined && !config.KAFKA_SSL)
    return 'KAFKA_SSL_CA does nothing while KAFKA_SSL is off.';
  return ca === undefined ? undefined : fileFault(ca);
}

function fileFault(file: string): string | undefined {
  try {
    new X509Certificate(readFileSync(file));
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'which is not there' : 'which cannot be read as a certificate';
    return `KAFKA_SSL_CA names ${file}, ${why}. It must be a file with certificates (PEM).`;
  }
}
