import { pino, type Logger } from 'pino';

export type { Logger };

/** JSON lines on stdout. Bodies are never logged; what slips in by name is removed as a last net. */
export function createLogger(process: string, level: string): Logger {
  return pino({
    level,
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: bareError },
    redact: {
      paths: ['*.client_secret', '*.clientSecret', '*.email', '*.name', 'headers.authorization'],
      remove: true,
    },
  });
}

/** Errors of Stripe's and Prisma's carry whole objects, client secrets included: keep the words. */
function bareError(error: unknown): object {
  if (typeof error === 'string') return { message: error };
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    stack: error.stack,
    ...(error.cause !== undefined && { cause: bareError(error.cause) }),
  };
}
