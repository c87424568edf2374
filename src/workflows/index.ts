import { setWorkflowOptions, workflowInfo } from '@temporalio/workflow';
import { bookingPayment } from './booking-payment';

export { bookingPayment } from './booking-payment';
export { refundPayment } from './refund-payment';
export { dispute } from './dispute';
export { subscription } from './subscription';
export { eventSweep } from './event-sweep';
export { webhookBackfill } from './webhook-backfill';

// A booking ends with the build that began it, where builds are told apart: a server refuses a pin
// from a worker without a version. What may be open for days goes on with the newest build.
setWorkflowOptions(
  () =>
    workflowInfo().currentDeploymentVersion?.deploymentName ? { versioningBehavior: 'PINNED' } : {},
  bookingPayment,
);
