import type { Database } from '../db/client';
import { recordEvent } from '../db/stripe-events';
import type { VerifiedEvent } from '../domain/stripe-event';
import type { Logger } from '../logger';
import { verifiedEvent, type StripeSnapshot } from '../stripe/webhook-events';
import type { Delivered, Delivery } from './delivery';

/** `late`: on record, and left to the dispatcher. `unknown`: a type that means nothing to us. */
export type Received = Delivered | 'unknown' | 'duplicate' | 'late';

interface ReceptionDependencies {
  db: Database;
  delivery: Delivery;
  logger: Logger;
  settings: {
    livemode: boolean;
    /** The API version that the SDK speaks; another one in a webhook is worth a warning. */
    stripeVersion: string;
    /** How long the receiver waits for the delivery before it leaves it to the dispatcher. */
    deliveryMs: number;
  };
}

/**
 * Takes a verified event in, by whichever way it came: records it, hands it over, decides nothing
 * (saga.md rule 13). Throws only where it cannot be recorded: then it must come again.
 */
export function createReception({ db, delivery, logger, settings }: ReceptionDependencies) {
  const warnOnce = versionWarning(logger, settings.stripeVersion);

  async function receive(snapshot: StripeSnapshot): Promise<Received> {
    warnOnce(snapshot);
    const event = verifiedEvent(snapshot);
    if (!event) return 'unknown';
    const foreignMode = event.livemode !== settings.livemode;
    const isNew = await recordEvent(db, event, foreignMode ? { outcome: 'ignored' } : {});
    if (!isNew) return 'duplicate';
    if (!foreignMode) return handOver(event);
    logger.warn({ stripeEventId: event.stripeEventId }, 'event of the other mode, test or live');
    return 'ignored';
  }

  /** Recorded is enough for the sender; what takes longer is the dispatcher's. */
  async function handOver(event: VerifiedEvent): Promise<Received> {
    const { stripeEventId } = event;
    const entry = { ...event, deliveries: 0, receivedAt: new Date() };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), settings.deliveryMs);
    });
    const outcomes = await Promise.race([delivery.deliver([entry]), late]);
    clearTimeout(timer);
    return outcomes?.get(stripeEventId) ?? 'late';
  }

  return { receive };
}

export type Reception = ReturnType<typeof createReception>;

/** Types are those of our SDK's API version; an endpoint of another one may send other shapes. */
function versionWarning(logger: Logger, expected: string): (event: StripeSnapshot) => void {
  let warned = false;
  return ({ api_version: version }) => {
    if (warned || version === expected) return;
    warned = true;
    logger.warn({ version, expected }, 'the webhook endpoint has another API version than the SDK');
  };
}
