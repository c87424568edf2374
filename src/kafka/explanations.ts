/** Kafka cannot be used as we are set up; the message names the variables to look at. */
export class KafkaMisconfigured extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'KafkaMisconfigured';
  }
}

const LOGIN =
  'Kafka refuses the login: check KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD, and whether that user exists for KAFKA_SASL_MECHANISM';
const MECHANISM = 'Kafka does not offer this KAFKA_SASL_MECHANISM on this port (KAFKA_BROKERS)';
const UNTRUSTED =
  "Kafka's certificate is not trusted: KAFKA_SSL_CA must name the certificate of the authority that signed it";
const ACL =
  "Kafka's ACLs do not allow this to KAFKA_SASL_USERNAME: docs/kafka.md lists what each process needs";

/** By the `name`, `type` or `code` that stands anywhere down the causes. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  UNSUPPORTED_SASL_MECHANISM: MECHANISM,
  KafkaJSSASLAuthenticationError: LOGIN,
  SASL_AUTHENTICATION_FAILED: LOGIN,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
  CERT_HAS_EXPIRED: "Kafka's certificate has expired: the broker needs a new one",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "Kafka's certificate is for another host: KAFKA_BROKERS must name the brokers as it does",
  ERR_SSL_WRONG_VERSION_NUMBER:
    'Kafka speaks no TLS on this port: set KAFKA_SSL=off, or another port in KAFKA_BROKERS',
  EPROTO: 'Kafka speaks no TLS on this port: set KAFKA_SSL=off, or another port in KAFKA_BROKERS',
  TOPIC_AUTHORIZATION_FAILED: ACL,
  GROUP_AUTHORIZATION_FAILED: ACL,
  CLUSTER_AUTHORIZATION_FAILED: ACL,
};

/** What is seen while connecting, and may be an outage as well: it has to go on to mean more. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /before secure TLS connection/,
    'Kafka hung up instead of agreeing on TLS; if this goes on, KAFKA_SSL must be off for this port (KAFKA_BROKERS)',
  ],
  [
    /^Closed connection/,
    'Kafka hung up at once; if this goes on, this port (KAFKA_BROKERS) wants KAFKA_SSL or KAFKA_SASL_MECHANISM to be set',
  ],
];

/** The error with a text for who can mend it, or as it is when nobody can but by waiting. */
export function explained(error: unknown): unknown {
  return told(error, [...wordsOf(error)].map((word) => EXPLANATIONS[word]).find(Boolean));
}

/** The same of a connection that did not come about, of which more can be guessed. */
export function explainedConnection(error: unknown): unknown {
  const certain = explained(error);
  if (certain !== error) return certain;
  return told(error, HINTS.find(([pattern]) => pattern.test(messageOf(error)))?.[1]);
}

function told(error: unknown, text: string | undefined): unknown {
  return text === undefined
    ? error
    : new KafkaMisconfigured(`${text} (${messageOf(error)})`, error);
}

function* wordsOf(error: unknown): Generator<string> {
  const seen = new Set<unknown>();
  for (let next = error; next instanceof Error && !seen.has(next); next = next.cause) {
    seen.add(next);
    const { type, code } = next as { type?: unknown; code?: unknown };
    for (const word of [next.name, type, code]) if (typeof word === 'string') yield word;
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
