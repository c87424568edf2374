import { copyOf } from '../patched/copy';

/** Copies of the checkout, each of which does one thing at a time. */
export function createCrew(root: string, size: number) {
  const copies = Array.from({ length: size }, () => copyOf(root, 'mutants'));
  const removeAll = () => copies.forEach(({ remove }) => remove());
  process.once('exit', removeAll);

  return {
    /** Does all tasks, as many at once as there are copies. */
    async each<T>(tasks: readonly T[], act: (task: T, directory: string) => Promise<void>) {
      const waiting = [...tasks];
      const work = async (directory: string): Promise<void> => {
        for (let task = waiting.shift(); task !== undefined; task = waiting.shift())
          await act(task, directory);
      };
      await Promise.all(copies.map(({ directory }) => work(directory)));
    },
    remove() {
      process.removeListener('exit', removeAll);
      removeAll();
    },
  };
}

export type Crew = ReturnType<typeof createCrew>;
