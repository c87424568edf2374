import { DefaultLogger, Runtime, makeTelemetryFilterString } from '@temporalio/worker';

// Imported for its effect, and before any server or worker: the SDK's runtime is one per process.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: {
    logging: { console: {}, filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) },
  },
});
