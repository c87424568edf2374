import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineSearchAttributeKey } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { withLock } from '../../dev/parts/lock';
import { SEARCH_ATTRIBUTES } from '../../dev/parts/temporal';

/**
 * The time-skipping server takes the SDK's usual pings for abuse, and closes connections that live
 * longer than a minute. Without an own ping that is met by the worker's connection alone, which
 * comes back by itself.
 */
export const WITHOUT_PINGS = { 'grpc.keepalive_time_ms': 2 ** 31 - 1 };

/** Time is skipped while a result is awaited; no lists, no schedules. About half a second. */
export function createTimeSkipping(): Promise<TestWorkflowEnvironment> {
  return oneAtATime(() =>
    TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: existing('TEMPORAL_TEST_SERVER_PATH') },
      plugins: [
        {
          name: 'without-pings',
          configureConnection: (options: object) => ({ ...options, channelArgs: WITHOUT_PINGS }),
        },
      ],
    }),
  );
}

/** Real time, with lists, schedules and our search attributes. */
export function createDevServer(): Promise<TestWorkflowEnvironment> {
  return oneAtATime(() =>
    TestWorkflowEnvironment.createLocal({
      server: { executable: existing('TEMPORAL_CLI_PATH'), searchAttributes: searchAttributes() },
    }),
  );
}

function existing(variable: string): { type: 'existing-path'; path: string } {
  const path = process.env[variable];
  if (path === undefined)
    throw new Error(`no ${variable}: give the jest project 'temporal' in jest.config.js`);
  return { type: 'existing-path', path };
}

/** The SDK waits 5 s for a server; on a busy machine that is met one by one, or at the second try. */
function oneAtATime<T>(create: () => Promise<T>): Promise<T> {
  return withLock(join(tmpdir(), 'bps-test-server.lock'), () => create().catch(create));
}

function searchAttributes() {
  return Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) =>
    type === 'Bool'
      ? defineSearchAttributeKey(name, 'BOOL')
      : defineSearchAttributeKey(name, 'KEYWORD'),
  );
}
