import {
  MESSAGES,
  faultsIn,
  schemaIdOf,
  writersSchema,
  type Message,
  type MessageVersion,
} from '@booking-payment/events/schemas';
import Ajv, { type ValidateFunction } from 'ajv';

export interface Known {
  message: Message;
  version: MessageVersion;
}

export function everyVersion(messages: readonly Message[] = MESSAGES): Known[] {
  return messages.flatMap((message) => message.versions.map((version) => ({ message, version })));
}

/** Two judges of one schema, which must never differ: zod, and its JSON Schema as others use it. */
export function createJudge(messages: readonly Message[] = MESSAGES) {
  const ajv = new Ajv({ strict: true, allErrors: true, validateFormats: false });
  const known = new Map(
    everyVersion(messages).map(({ message, version }) => [
      schemaIdOf(message, version.version),
      { version, check: undefined as ValidateFunction | undefined },
    ]),
  );
  return (schemaId: string, body: unknown): string[] => {
    const entry = known.get(schemaId);
    if (!entry) return [`there is no schema ${schemaId}`];
    const check = (entry.check ??= ajv.compile(writersSchema(entry.version)));
    const byZod = faultsIn(entry.version.schema, body).map((fault) => JSON.stringify(fault));
    const byAjv = check(body)
      ? []
      : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    return [...byZod, ...byAjv];
  };
}
