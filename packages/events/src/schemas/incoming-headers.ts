import { z } from 'zod';
import { word } from './fields';

/** The headers of requests that we read; a record may have any others. All may be absent. */

const identity = word(
  'Identity of the request, where metadata has neither requestId nor idempotencyKey; at most 200 characters',
).exactOptional();

export const requestHeaders = z.looseObject({ ce_id: identity });

export const webhookHeaders = z.looseObject({
  ce_id: word(
    'Comes back as ce_correlationid of webhook.processed, where metadata has neither requestId nor idempotencyKey; at most 200 characters',
  ).exactOptional(),
});

export const refundCommandHeaders = z.looseObject({
  ce_source: word(
    'Who sends it. With /payment-service it is an announcement of ours, and no command',
  ).exactOptional(),
});
