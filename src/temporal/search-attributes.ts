import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import * as attributes from '../workflows/search-attributes';
import { bounded } from './bounded';

/** temporal.api.enums.v1.IndexedValueType */
const INDEXED = { KEYWORD: 2, BOOL: 5 } as const;
const CALL_LIMIT_MS = 10_000;
const LISTED_WITHIN_MS = 30_000;

type Operator = Pick<Connection, 'operatorService' | 'withDeadline' | 'withAbortSignal'>;

/**
 * Adds the attributes that the namespace lacks and waits until they are listed: a workflow that
 * writes an unknown one hangs in task failures. Throws with what a person can do when it may not.
 */
export async function ensureSearchAttributes(
  connection: Operator,
  namespace: string,
): Promise<void> {
  const wanted = Object.values(attributes);
  const missing = async () => {
    const listed = await custom(connection, namespace);
    return wanted.filter(({ name }) => !(name in listed));
  };
  try {
    const lacking = await missing();
    if (lacking.length === 0) return;
    const searchAttributes = Object.fromEntries(
      lacking.map(({ name, type }) => [name, INDEXED[type]]),
    );
    await bounded(connection, CALL_LIMIT_MS, () =>
      connection.operatorService.addSearchAttributes({ namespace, searchAttributes }),
    );
    const giveUpAt = Date.now() + LISTED_WITHIN_MS;
    while ((await missing()).length > 0) {
      if (Date.now() > giveUpAt) throw new Error('they were added, but are still not listed');
      await pause(200);
    }
  } catch (error) {
    throw new Error(explain(namespace, error), { cause: error });
  }
}

async function custom(connection: Operator, namespace: string): Promise<Record<string, unknown>> {
  const { customAttributes } = await bounded(connection, CALL_LIMIT_MS, () =>
    connection.operatorService.listSearchAttributes({ namespace }),
  );
  return customAttributes ?? {};
}

function explain(namespace: string, error: unknown): string {
  const create = Object.values(attributes)
    .map(({ name, type }) => `--name ${name} --type ${type === 'BOOL' ? 'Bool' : 'Keyword'}`)
    .join(' ');
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const why = cause instanceof Error ? cause.message : String(cause);
  return (
    `The search attributes of namespace ${namespace} cannot be ensured: ${why}. If this process ` +
    `may not do it, let an operator run: temporal operator search-attribute create ${create}`
  );
}
