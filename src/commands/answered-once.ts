import type { CustomerCommandType, Handle } from '@booking-payment/events';
import { answerCommand, beginCommand } from '../db/processed-commands';
import type { OutRecord } from '../kafka/contracts';
import type { CommandDependencies } from './dependencies';
import { incoming, type Incoming } from './incoming';
import { REUSED, Rejected, type Rejection } from './rejection';

/** Whom a result is for, and the time that every copy of it bears. */
export type Told = Pick<Incoming, 'customerId' | 'requestId' | 'metadata'> & {
  at: Date;
  /** Of a request whose id another one has: its answer must not pass for that one's. */
  fingerprint?: string;
};

interface AnsweredCommand<Answer extends object> {
  command: CustomerCommandType;
  /** Does what is asked for, or finds it done; throws `Rejected` where that is refused. */
  carryOut: (request: Incoming, stopping: AbortSignal) => Promise<Answer>;
  /** The answer's result, as it stands by Stripe at this moment. */
  resultOf: (answer: Partial<Answer> & { rejected?: Rejection }, told: Told) => Promise<OutRecord>;
}

/**
 * A command that is carried out, its answer committed, its result acknowledged by Kafka, and only
 * then the record is done. Whenever the process dies, the record comes again: each step finds what
 * was done, and a request that has its answer only tells it once more.
 */
export function answeredOnce<Answer extends object>(
  { db, publish }: Pick<CommandDependencies, 'db' | 'publish'>,
  { command, carryOut, resultOf }: AnsweredCommand<Answer>,
): Handle {
  return async (record, stopping) => {
    const request = incoming(record, command);
    const { customerId, requestId, metadata, fingerprint } = request;
    const told = { customerId, requestId, metadata };
    const key = { command, requestId };
    let row = await beginCommand(db, key, request);
    // The refusal bears the other's time, so that each copy has the same, and nothing else of it.
    if (row.fingerprint !== fingerprint)
      return tell({ rejected: REUSED }, { ...told, at: row.receivedAt, fingerprint });
    if (!row.answer) row = await answerCommand(db, key, kept(await answer(request, stopping)));
    await tell(row.answer ?? {}, { ...told, at: row.answeredAt ?? row.receivedAt });
  };

  async function tell(answered: object, told: Told): Promise<void> {
    await publish([await resultOf(answered, told)]);
  }

  async function answer(request: Incoming, stopping: AbortSignal): Promise<object> {
    try {
      return await carryOut(request, stopping);
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      return { rejected: error.rejection };
    }
  }
}

/** As PostgreSQL keeps it. */
function kept(answer: object) {
  return { ...answer } as Parameters<typeof answerCommand>[2];
}
