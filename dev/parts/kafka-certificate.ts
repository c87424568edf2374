import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { command } from './command';

export interface KafkaCertificate {
  /** PKCS #12, with key and certificate. */
  readonly keystore: string;
  readonly password: string;
  /** What clients have to trust (PEM). */
  readonly ca: string;
}

interface CertificateOptions {
  readonly java: string;
  readonly dir: string;
  readonly name: string;
  readonly password: string;
  readonly hosts: readonly string[];
}

/** A certificate that signs itself, made by the keytool that comes with every Java. */
export async function kafkaCertificate(options: CertificateOptions): Promise<KafkaCertificate> {
  const { java, dir, name, password, hosts } = options;
  const keytool = java.includes('/') ? join(dirname(java), 'keytool') : 'keytool';
  const keystore = join(dir, `${name}.p12`);
  const ca = join(dir, `${name}.pem`);
  rmSync(keystore, { force: true });
  const store = ['-keystore', keystore, '-storepass', password, '-alias', name];
  const names = hosts.map((host) => (/^[\d.]+$/.test(host) ? `ip:${host}` : `dns:${host}`));
  await command(keytool, [
    ...[
      '-genkeypair',
      ...store,
      '-storetype',
      'PKCS12',
      '-keyalg',
      'EC',
      '-groupname',
      'secp256r1',
    ],
    ...['-dname', `CN=${hosts[0]}`, '-validity', '2', '-ext', `san=${names.join(',')}`],
  ]);
  await command(keytool, ['-exportcert', '-rfc', ...store, '-file', ca]);
  return { keystore, password, ca };
}
