import type { Story } from './sequence';

/** Makes a failing story smaller until nothing more can be left out of it. */
export function smallest(story: Story, fails: (story: Story) => boolean): Story {
  let best = story;
  for (let smaller = next(best, fails); smaller; smaller = next(best, fails)) best = smaller;
  return best;
}

function next(story: Story, fails: (story: Story) => boolean): Story | undefined {
  for (const one of simpler(story)) if (fails(one)) return one;
  return undefined;
}

function* simpler({ setup, steps }: Story): Generator<Story> {
  for (let index = 0; index < steps.length; index += 1)
    yield { setup, steps: [...steps.slice(0, index), ...steps.slice(index + 1)] };
  for (const plainer of [0, ...Array.from({ length: 24 }, (_, bit) => setup >> (bit + 1))])
    if (plainer < setup) yield { setup: plainer, steps };
  for (const [index, { name, n }] of steps.entries())
    for (let less = 0; less < n; less += 1)
      yield { setup, steps: steps.map((step, at) => (at === index ? { name, n: less } : step)) };
}
