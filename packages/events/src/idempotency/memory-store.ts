import { identityOf, type IdempotencyStore } from './store';

/** For tests and examples: it forgets everything when the process ends. */
export function createMemoryStore(): IdempotencyStore {
  const known = new Map<string, Promise<boolean>>();
  const highest = new Map<string, number>();

  async function apply(eventId: string, effect: () => Promise<void>): Promise<void> {
    const working = effect();
    known.set(
      eventId,
      working.then(
        () => true,
        () => false,
      ),
    );
    try {
      await working;
    } catch (error) {
      known.delete(eventId);
      throw error;
    }
  }

  return {
    async once(event, effect) {
      const { eventId, subject = '', sequence = Infinity } = identityOf(event);
      // A copy that comes while the first one is worked on waits for how that ends.
      while (known.has(eventId)) if (await known.get(eventId)) return false;
      if (sequence < (highest.get(subject) ?? 0)) return false;
      await apply(eventId, async () => effect());
      if (sequence !== Infinity) highest.set(subject, sequence);
      return true;
    },
  };
}
