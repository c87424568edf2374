import { pino, type Logger } from 'pino';

export type { Logger };

/**
 * JSON lines on stdout. What may hold secrets or personal data is removed by name as a last net;
 * the first rule is never to log bodies.
 */
export function createLogger(process: string, level: string): Logger {
  return pino({
    level,
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['*.client_secret', '*.clientSecret', '*.email', '*.name', 'headers.authorization'],
      remove: true,
    },
  });
}
