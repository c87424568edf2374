import type { KafkaCertificate } from './kafka-certificate';

export interface KafkaSecurity {
  readonly port: number;
  readonly certificate: KafkaCertificate;
  /** Name → password; each may log in by PLAIN and by SCRAM-SHA-512. */
  readonly users: Readonly<Record<string, string>>;
}

/**
 * A second listener, for TLS with a login, and ACLs for whoever comes that way. Whoever comes by the
 * plain one (us, and the broker itself) may do everything.
 */
export function securityProperties(plainPort: number, controllerPort: number, more: KafkaSecurity) {
  const { port, certificate, users } = more;
  const jaas = 'org.apache.kafka.common.security';
  const plainUsers = Object.entries(users).map(([name, word]) => `user_${name}="${word}"`);
  const host = '127.0.0.1';
  const plain = `PLAINTEXT://${host}:${plainPort}`;
  const secure = `SECURE://${host}:${port}`;
  return `listeners=${plain},${secure},CONTROLLER://${host}:${controllerPort}
advertised.listeners=${plain},${secure}
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL
inter.broker.listener.name=PLAINTEXT
listener.name.secure.ssl.keystore.type=PKCS12
listener.name.secure.ssl.keystore.location=${certificate.keystore}
listener.name.secure.ssl.keystore.password=${certificate.password}
listener.name.secure.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
listener.name.secure.plain.sasl.jaas.config=${jaas}.plain.PlainLoginModule required ${plainUsers.join(' ')};
listener.name.secure.scram-sha-512.sasl.jaas.config=${jaas}.scram.ScramLoginModule required;
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
allow.everyone.if.no.acl.found=false
`;
}

/** SCRAM's users live in Kafka itself, from its first start on. */
export function scramUsers({ users }: KafkaSecurity): string[] {
  return Object.entries(users).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ]);
}
