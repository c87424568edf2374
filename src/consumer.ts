import { readConfig } from './config';
import { createDatabase } from './db/client';
import { createDelivery } from './inbox/delivery';
import { createDispatcher } from './inbox/dispatcher';
import { createLogger } from './logger';
import { stopOnSignal } from './shutdown';
import { createStripe } from './stripe/client';
import { createPaymentIntents } from './stripe/payment-intents';
import { createBookingWorkflows } from './temporal/bookings';
import { createTemporalClient, temporalSettings } from './temporal/connection';
import { createDisputeWorkflows } from './temporal/disputes';
import { createRefundWorkflows } from './temporal/refunds';

/** The process that takes from inboxes: events of Stripe that the API could not hand over. */
function start(): void {
  const config = readConfig(process.env);
  const logger = createLogger('consumer', config.LOG_LEVEL);
  const db = createDatabase(config.DATABASE_URL);
  const stripe = createStripe(config.STRIPE_SECRET_KEY, config.STRIPE_API_BASE);
  const temporal = createTemporalClient(temporalSettings(process.env));
  const delivery = createDelivery({
    db,
    bookings: createBookingWorkflows(temporal, config.TEMPORAL_TASK_QUEUE),
    refunds: createRefundWorkflows(temporal, config.TEMPORAL_TASK_QUEUE),
    disputes: createDisputeWorkflows(temporal, config.TEMPORAL_TASK_QUEUE),
    intents: createPaymentIntents(stripe),
    logger,
  });
  const dispatcher = createDispatcher({ db, delivery, logger });
  dispatcher.start();
  stopOnSignal(logger, [
    ['dispatcher', dispatcher.stop],
    ['temporal', () => temporal.connection.close()],
    ['database', () => db.$disconnect()],
  ]);
  logger.info('ready');
}

try {
  start();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
