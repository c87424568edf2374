import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

/**
 * Address, namespace, TLS and API key under Temporal's own names (TEMPORAL_ADDRESS, …_NAMESPACE,
 * …_TLS, …_TLS_CLIENT_CERT_PATH, …_API_KEY, …). A file is read only when TEMPORAL_CONFIG_FILE names
 * one: a process must not pick up what a developer keeps in the home directory.
 */
export function temporalSettings(env: Readonly<Record<string, string | undefined>>) {
  const given = Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]);
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({
    overrideEnvVars: Object.fromEntries(given),
    disableFile: !env['TEMPORAL_CONFIG_FILE'],
  });
  const { address = 'localhost:7233', apiKey, tls, metadata } = connectionOptions;
  const options = {
    address,
    ...(apiKey !== undefined && { apiKey }),
    ...(tls !== undefined && { tls }),
    ...(metadata !== undefined && { metadata }),
  };
  return { namespace, connectionOptions: options };
}

export type TemporalSettings = ReturnType<typeof temporalSettings>;

/**
 * Connects with the first call, and again whenever the server is back: a process that starts
 * before Temporal waits for it instead of dying. `close` it when the process stops.
 *
 * Without the client's own retries: they go on after a call's time is up, and throw where nobody
 * can catch it when the connection has been closed meanwhile. `bounded` has its own.
 */
export function createTemporalClient({ namespace, connectionOptions }: TemporalSettings): Client {
  const connection = Connection.lazy({ ...connectionOptions, interceptors: [] });
  return new Client({ connection, namespace });
}
