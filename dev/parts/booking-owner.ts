import type { Daemon, OnSpawn } from './daemon';
import { startNodeProcess } from './node-process';

export interface BookingOwnerOptions {
  readonly port: number;
  /** Where its places, holds and tombstones are kept. */
  readonly stateFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly onSpawn?: OnSpawn | undefined;
}

/** The small service that owns bookings: it holds, confirms and releases places. */
export function startBookingOwner(options: BookingOwnerOptions): Promise<Daemon> {
  const { env, port, stateFile, logFile, onSpawn } = options;
  return startNodeProcess({
    name: 'booking-owner',
    file: 'dev/booking-owner/main.ts',
    env: { ...env, OWNER_PORT: String(port), OWNER_STATE: stateFile },
    logFile,
    onSpawn,
  });
}
