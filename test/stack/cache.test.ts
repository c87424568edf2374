import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cached } from '../../dev/parts/cache';
import { tryLock, withLock } from '../../dev/parts/lock';
import { scratch, type Scratch } from '../support/scratch';

const silent = () => undefined;

/** A process that is surely gone. */
function deadHolder(): string {
  const { pid } = spawnSync('true');
  return JSON.stringify({ pid, identity: 'long ago', id: `dead-${pid}` });
}

describe('the cache of parts', () => {
  let root: Scratch;
  beforeEach(() => void (root = scratch('cache')));
  afterEach(() => root.remove());

  const entry = (fill: (directory: string) => Promise<void>) => ({
    name: 'thing',
    version: '1.0',
    fill,
  });

  it('fills a part once, however many ask at the same time', async () => {
    let fills = 0;
    const fill = async (directory: string) => {
      fills += 1;
      await sleep(150);
      writeFileSync(join(directory, 'program'), 'works');
    };
    const homes = await Promise.all([1, 2, 3].map(() => cached(root.dir, entry(fill), silent)));
    expect(new Set(homes).size).toBe(1);
    expect(fills).toBe(1);
    expect(readdirSync(homes[0] ?? '')).toEqual(['program']);
    expect(readdirSync(root.dir)).toEqual(['thing-1.0']);
  });

  it('shows nothing of a part that could not be had, and tries again', async () => {
    const failing = (directory: string) => {
      writeFileSync(join(directory, 'half'), '');
      return Promise.reject(new Error('no network'));
    };
    await expect(cached(root.dir, entry(failing), silent)).rejects.toThrow('no network');
    expect(readdirSync(root.dir)).toEqual([]);
    const home = await cached(
      root.dir,
      entry(() => Promise.resolve()),
      silent,
    );
    expect(existsSync(home)).toBe(true);
  });

  it('clears away what one left behind who died over it', async () => {
    mkdirSync(join(root.dir, 'thing-1.0.draft-abc'));
    writeFileSync(join(root.dir, 'thing-1.0.lock'), deadHolder());
    await cached(
      root.dir,
      entry(() => Promise.resolve()),
      silent,
    );
    expect(readdirSync(root.dir)).toEqual(['thing-1.0']);
  });
});

describe('a lock', () => {
  let root: Scratch;
  beforeEach(() => void (root = scratch('lock')));
  afterEach(() => root.remove());
  const path = () => join(root.dir, 'lock');

  it('is had by one at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (inside += 1));
      await sleep(5);
      inside -= 1;
    };
    await Promise.all([1, 2, 3, 4].map(() => withLock(path(), work)));
    expect(most).toBe(1);
    expect(readdirSync(root.dir)).toEqual([]);
  });

  it('tells who has it', () => {
    const first = tryLock(path());
    expect(tryLock(path())).toEqual({ heldBy: process.pid });
    first.release?.();
    expect(tryLock(path()).release).toBeDefined();
  });

  it('is free when its holder has died, for one of those who want it', async () => {
    writeFileSync(path(), deadHolder());
    let inside = 0;
    const work = async () => {
      expect((inside += 1)).toBe(1);
      await sleep(5);
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(path(), work)));
  });
});
