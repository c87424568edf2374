import { judge } from './books/judge';
import { CODES, PROFILE_COUNT, play, storyOf, type Story } from './sequence';
import { SETUPS } from './setup';
import { smallest } from './smallest';
import { tellStory } from './telling';

it('scratch', () => {
  Error.stackTraceLimit = Number(process.env.STACK ?? 0);
  let seed = Number(process.env.SEED ?? 1);
  const rnd = (n: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const runs = Number(process.env.RUNS ?? 2000);
  const found = new Map<string, { count: number; story: Story }>();
  const t = Date.now();
  const c0 = process.cpuUsage();
  const look = (story: Story) => {
    try {
      const { m } = play(story);
      return { wrong: judge(m), m };
    } catch (e) {
      return { wrong: [`threw ${(e as Error).name} ${(e as Error).message} ${(e as Error).stack?.split('\n').slice(1, 4).join('|')}`] };
    }
  };
  const keys = (story: Story) => look(story).wrong.map((w) => w.replace(/\d+/g, '#'));
  for (let i = 0; i < runs; i += 1) {
    const setup = rnd(SETUPS);
    const profile = rnd(PROFILE_COUNT);
    const commands = Array.from({ length: rnd(14) + 2 }, () => rnd(CODES));
    const story = storyOf({ setup, profile, commands });
    for (const key of new Set(keys(story))) {
      const before = found.get(key);
      if (!before) found.set(key, { count: 1, story });
      else {
        before.count += 1;
        if (before.story.steps.length > story.steps.length) before.story = story;
      }
    }
  }
  process.stdout.write(`${Date.now() - t} ms, cpu ${process.cpuUsage(c0).user / 1000}\n`);
  for (const [key, { count, story }] of [...found].sort((a, b) => b[1].count - a[1].count).slice(0, 25)) {
    const least = smallest(story, (one) => keys(one).includes(key));
    process.stdout.write(`\n===== ${count} × ${key}\n${tellStory(least, look(least).m)}\n`);
  }
});
