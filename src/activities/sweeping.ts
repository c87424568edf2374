import type { createOutbox } from './outbox';

type Outbox = Pick<ReturnType<typeof createOutbox>, 'sweep' | 'drain'>;

/** Several outboxes, one after the other, as one: each gives up in time for the next. */
export function together(outboxes: readonly Outbox[]): Outbox {
  return {
    async sweep() {
      const sum = { published: 0, left: 0 };
      for (const outbox of outboxes) {
        const { published, left } = await outbox.sweep();
        sum.published += published;
        sum.left += left;
      }
      return sum;
    },
    async drain() {
      await Promise.all(outboxes.map((outbox) => outbox.drain()));
    },
  };
}
