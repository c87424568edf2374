import { identityOf, type IdempotencyStore } from './store';

/** What the store asks of a Prisma client's transaction, whatever its schema. */
interface SqlTransaction {
  $executeRawUnsafe(sql: string, ...values: unknown[]): PromiseLike<number>;
}

/** Any Prisma client on PostgreSQL. */
export interface PrismaDatabase<Tx extends SqlTransaction> {
  $transaction<R>(
    work: (tx: Tx) => Promise<R>,
    options?: { maxWait?: number; timeout?: number },
  ): Promise<R>;
}

interface PrismaStoreOptions {
  /** Whose memory this is: the consumer group, as a rule. One database may serve several. */
  readonly consumer: string;
  /** For the effect and all, in ms. Default 5,000. */
  readonly timeoutMs?: number;
}

/** Put it into a migration of yours. Rows older than the topics' retention may be deleted. */
export const IDEMPOTENCY_TABLES = `
CREATE TABLE consumed_event (
  consumer    text        NOT NULL,
  event_id    text        NOT NULL,
  consumed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, event_id)
);
CREATE INDEX consumed_event_age ON consumed_event (consumed_at);
CREATE TABLE consumed_sequence (
  consumer text   NOT NULL,
  subject  text   NOT NULL,
  sequence bigint NOT NULL,
  PRIMARY KEY (consumer, subject)
);
`;

const NOTE_EVENT =
  'INSERT INTO consumed_event (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING';
const NOTE_SEQUENCE = `
INSERT INTO consumed_sequence AS known (consumer, subject, sequence) VALUES ($1, $2, $3)
ON CONFLICT (consumer, subject) DO UPDATE SET sequence = EXCLUDED.sequence
WHERE known.sequence <= EXCLUDED.sequence`;

/**
 * The id first, in the same transaction as the effect: a copy waits at the row until the first one
 * is decided, and a rollback forgets the event with its effect.
 */
export function createPrismaStore<Tx extends SqlTransaction>(
  database: PrismaDatabase<Tx>,
  { consumer, timeoutMs = 5_000 }: PrismaStoreOptions,
): IdempotencyStore<Tx> {
  return {
    once(event, effect) {
      const { eventId, subject, sequence } = identityOf(event);
      const work = async (tx: Tx) => {
        if ((await tx.$executeRawUnsafe(NOTE_EVENT, consumer, eventId)) === 0) return false;
        if (subject !== undefined && sequence !== undefined) {
          const noted = await tx.$executeRawUnsafe(NOTE_SEQUENCE, consumer, subject, sequence);
          if (noted === 0) return false; // late: known from now on, and not applied
        }
        await effect(tx);
        return true;
      };
      return database.$transaction(work, { timeout: timeoutMs });
    },
  };
}
