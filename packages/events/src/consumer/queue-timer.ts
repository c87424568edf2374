import { createRequire } from 'node:module';

/**
 * kafkajs arms a timer after every answer, also when no request waits: hundreds of timers a second
 * on an idle connection (kafkajs#1556, #1704), with negative delays that newer Node versions warn
 * about. With nothing pending there is nothing to check. Import it before kafkajs.
 */
interface RequestQueue {
  pending: readonly unknown[];
  scheduleCheckPendingRequests?(this: RequestQueue): void;
}

const load = createRequire(__filename);
const { prototype } = load('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
const check = prototype.scheduleCheckPendingRequests;
if (check === undefined)
  throw new Error('kafkajs has changed: its request queue has no timer to keep quiet any more');

prototype.scheduleCheckPendingRequests = function () {
  if (this.pending.length > 0) check.call(this);
};
