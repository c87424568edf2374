/** An error in words for the person at the terminal: what is wrong, and which setting to look at. */
export function inWords(error: unknown, brokers: readonly string[]): string {
  const chain = causesOf(error);
  const last = chain.at(-1);
  const said = last instanceof Error ? last.message : String(last);
  const denied = chain.find((one) => /AUTHORIZATION_FAILED$/.test(typeOf(one)));
  if (denied) return `Kafka does not allow it to this user (${typeOf(denied)}): ${said}`;
  if (chain.some((one) => /SASL/.test(nameOf(one))))
    return `Kafka does not let this user in (KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD): ${said}`;
  if (chain.some((one) => /Connection|NumberOfRetries|Broker|Timeout/.test(nameOf(one))))
    return `Kafka does not answer at ${brokers.join(', ')} (KAFKA_BROKERS): ${said}`;
  return said;
}

function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let at = error; at !== undefined && chain.length < 10;) {
    chain.push(at);
    at = at instanceof Error ? at.cause : undefined;
  }
  return chain;
}

function typeOf(error: unknown): string {
  const { type } = (error ?? {}) as { type?: unknown };
  return typeof type === 'string' ? type : '';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
