import { pino } from 'pino';
import { readConfig } from './config';
import { serveHealth } from './health';
import { openJournal } from './journal';
import { createMailer } from './mailer';
import { createService } from './service';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = pino({ level: config.LOG_LEVEL, base: null });
  const store = await openJournal(config.JOURNAL_FILE);
  const mailer = createMailer({
    smtpUrl: config.SMTP_URL,
    from: config.MAIL_FROM,
    addressOf: (userId) => config.MAIL_TO.replace('{userId}', encodeURIComponent(userId)),
  });
  const service = createService({
    ...{ config, env: process.env, mailer, store, logger },
    onFatal: () => process.exit(1),
  });
  const health =
    config.HEALTH_PORT === undefined ? undefined : serveHealth(service, config.HEALTH_PORT);

  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await service.stop();
    mailer.close();
    health?.close();
    await store.close();
    logger.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void (stopping ??= stop()));

  await service.start().catch((error: unknown) => {
    if (!stopping) throw error; // else it was stopped before it had begun
  });
  logger.info('ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
