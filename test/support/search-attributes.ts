import { temporal } from '@temporalio/proto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import * as attributes from '../../src/workflows/search-attributes';

/**
 * Tells the time-skipping server of our search attributes: without them it refuses an upsert, and
 * the workflow hangs. It cannot list them, so the product's own way of ensuring them does not work.
 */
export async function registerSearchAttributes({
  connection,
}: TestWorkflowEnvironment): Promise<void> {
  const { INDEXED_VALUE_TYPE_KEYWORD, INDEXED_VALUE_TYPE_BOOL } =
    temporal.api.enums.v1.IndexedValueType;
  await connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      Object.values(attributes).map(({ name, type }) => [
        name,
        type === 'BOOL' ? INDEXED_VALUE_TYPE_BOOL : INDEXED_VALUE_TYPE_KEYWORD,
      ]),
    ),
  });
}
