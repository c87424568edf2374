import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Connection } from '@temporalio/client';
import { launch, type Daemon, type OnSpawn } from './daemon';
import { portAnswers } from './port';

/** What operators may filter by. A workflow that sets one which is not registered hangs. */
export const SEARCH_ATTRIBUTES = {
  BookingId: 'Keyword',
  BookingReference: 'Keyword',
  CustomerId: 'Keyword',
  BookingStatus: 'Keyword',
  PaymentStatus: 'Keyword',
  NeedsAttention: 'Bool',
} as const;

/** A kill loses nothing, and each commit writes once; SQLite's defaults are for power cuts. */
const JOURNAL = ['journal_mode=WAL', 'synchronous=NORMAL'].flatMap((p) => ['--sqlite-pragma', p]);

/** Go collects garbage when its heap has grown by so much: less CPU than usual for more memory. */
const GARBAGE_PERCENT = '400';

export interface TemporalOptions {
  readonly cli: string;
  readonly port: number;
  /** None: no Web UI. */
  readonly uiPort?: number;
  /** None: everything is forgotten when it stops. */
  readonly databaseFile?: string;
  /** What a server's operator may set otherwise than usual: `name=value`, the value in JSON. */
  readonly settings?: readonly string[];
  readonly logFile: string;
  readonly onSpawn?: OnSpawn | undefined;
}

/** Temporal's development server: one process with history, matching and the Web UI. */
export function startTemporal(options: TemporalOptions): Promise<Daemon> {
  const { databaseFile, uiPort, settings = [] } = options;
  if (databaseFile !== undefined) mkdirSync(dirname(databaseFile), { recursive: true });
  return launch({
    name: 'temporal',
    command: options.cli,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port)],
      ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
      ...(databaseFile === undefined ? [] : ['--db-filename', databaseFile, ...JOURNAL]),
      ...Object.entries(SEARCH_ATTRIBUTES).flatMap((pair) => [
        '--search-attribute',
        pair.join('='),
      ]),
      ...settings.flatMap((setting) => ['--dynamic-config-value', setting]),
      ...['--log-level', 'warn'],
    ],
    env: { GOGC: GARBAGE_PERCENT, ...process.env },
    logFile: options.logFile,
    ready: () => servesNamespace(`127.0.0.1:${options.port}`, options.port),
    readyWithinMs: 60_000,
    onSpawn: options.onSpawn,
  });
}

async function servesNamespace(address: string, port: number): Promise<boolean> {
  if (!(await portAnswers(port))) return false;
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  } finally {
    await connection.close();
  }
}
