import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type {
  ActivityExecuteInput,
  ActivityInboundCallsInterceptor,
  Next,
} from '@temporalio/worker';
import { OwnerUnreachable } from '../booking-owner/client';
import type { Logger } from '../logger';
import { stripeFault } from '../stripe/errors';

/**
 * The one place where an error becomes a Temporal failure. Expected endings are return values, so
 * everything that arrives here is tried again. Messages are replaced: an error of Prisma's or
 * Stripe's may quote what must not enter a history, and the log keeps the original.
 */
export function failureInterceptor(logger: Logger): ActivityInboundCallsInterceptor {
  return {
    async execute(
      input: ActivityExecuteInput,
      next: Next<ActivityInboundCallsInterceptor, 'execute'>,
    ): Promise<unknown> {
      try {
        return await next(input);
      } catch (error) {
        if (error instanceof ApplicationFailure || error instanceof CancelledFailure) throw error;
        const failure = toFailure(error);
        logger.warn({ err: error, failure: failure.type }, 'activity failed, will be retried');
        throw failure;
      }
    },
  };
}

export function toFailure(error: unknown): ApplicationFailure {
  const fault = stripeFault(error);
  if (fault) {
    const message =
      fault.kind === 'refused' ? `Stripe refused: ${fault.code}` : `Stripe: ${fault.kind}`;
    const wait = fault.kind === 'busy' ? fault.retryAfterMs : undefined;
    return ApplicationFailure.create({
      type: `stripe_${fault.kind}`,
      message,
      ...(wait !== undefined && { nextRetryDelay: wait }),
    });
  }
  if (error instanceof OwnerUnreachable)
    return ApplicationFailure.create({ type: 'owner_unreachable', message: error.message });
  const name = error instanceof Error ? error.name : 'unknown';
  return ApplicationFailure.create({ type: name, message: `${name}: see the worker's log` });
}

/** What a person has ordered cannot be done. `type` is a word for machines, as contracts.md's codes. */
export function refused(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}
