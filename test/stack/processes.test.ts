import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, type Daemon } from '../../dev/parts/daemon';
import { processIdentity } from '../../dev/parts/process-identity';
import { processRecords } from '../../dev/stack/process-records';
import { supervised, type Supervised } from '../../dev/stack/supervised';
import { eventually } from '../support/eventually';
import { endWithTheRun } from '../support/orphan-guard';
import { scratch, type Scratch } from '../support/scratch';

const PATIENT = 'echo started; exec sleep 60';

describe('the processes of a stack', () => {
  let folder: Scratch;
  beforeEach(() => void (folder = scratch('processes')));
  afterEach(() => folder.remove());

  function start(script: string, onSpawn = endWithTheRun): Promise<Daemon> {
    return launch({
      name: 'sleeper',
      command: 'sh',
      args: ['-c', script],
      logFile: join(folder.dir, 'log'),
      ready: (daemon) => daemon.output().includes('started'),
      readyWithinMs: 5_000,
      onSpawn,
    });
  }

  it('are found and stopped by the next start when their own died', async () => {
    const directory = join(folder.dir, 'records');
    const left = await start(PATIENT, processRecords(directory).onSpawn);
    expect(await processRecords(directory).stopAll(2_000)).toEqual(['sleeper']);
    expect(await left.exited).toBe('SIGTERM');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('are not mistaken for another that got the same pid', async () => {
    const directory = join(folder.dir, 'records');
    const records = processRecords(directory);
    const stranger = await start(PATIENT);
    const record = { name: 'old', pid: stranger.pid, identity: 'other', stopSignal: 'SIGTERM' };
    writeFileSync(join(directory, 'old.json'), JSON.stringify(record));
    writeFileSync(join(directory, 'torn.json'), '{"name":"torn","pid":');
    expect(await records.stopAll(2_000)).toEqual([]);
    expect(stranger.alive()).toBe(true);
    await stranger.stop();
  });

  it('that do not heed their signal are killed at the deadline', async () => {
    const records = processRecords(join(folder.dir, 'records'));
    const deaf = await start(
      'trap "" TERM; echo started; sleep 60 & wait; sleep 60',
      records.onSpawn,
    );
    await records.stopAll(200);
    expect(await deaf.exited).toBe('SIGKILL');
  });

  it('that come up after everything was stopped do not live', async () => {
    const records = processRecords(join(folder.dir, 'records'));
    records.close();
    await expect(start(PATIENT, records.onSpawn)).rejects.toThrow('no longer wanted');
  });

  it('that end at once say why', async () => {
    await expect(start('echo no such table; exit 3')).rejects.toThrow(
      /exit code 3[^]*no such table/,
    );
  });

  it('of a test run are killed when the run is, however it went', async () => {
    const sleeper = spawn('sleep', ['60'], { detached: true });
    const ended = new Promise((resolve) =>
      sleeper.once('exit', (_code, signal) => resolve(signal)),
    );
    const guard = join(__dirname, '..', '..', 'dev', 'parts', 'orphan-guard.ts');
    const script = `require(${JSON.stringify(guard)}).endWithUs('sleeper', ${sleeper.pid}, 'SIGTERM');
      setInterval(() => console.log('watching'), 50)`;
    const run = spawn(process.execPath, ['--import', 'tsx', '--eval', script]);
    await new Promise((resolve) => run.stdout.once('data', resolve));
    run.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
  });

  describe('under supervision', () => {
    const said: string[] = [];
    let handle: Supervised;

    const supervise = (restart: boolean) =>
      supervised('sleeper', () => start(PATIENT), {
        restart,
        say: (message) => said.push(message),
        onChange: () => undefined,
        enlist: (process) => void (handle = process),
      });
    beforeEach(() => said.splice(0));

    it('come back when they die, with their last words told', async () => {
      await supervise(true);
      const first = handle.pid() ?? 0;
      process.kill(first, 'SIGKILL');
      await eventually('it is up again', () => said.some((line) => line.includes('up again')));
      expect(said[0]).toMatch(/sleeper died \(SIGKILL\)[^]*started/);
      expect(handle.pid()).not.toBe(first);
      await handle.stop();
      expect(handle.pid()).toBeUndefined();
    });

    it('stay down when they were killed on purpose, until they are started', async () => {
      await supervise(true);
      const first = handle.pid() ?? 0;
      await handle.kill('SIGKILL');
      expect(processIdentity(first)).toBeUndefined();
      expect(said).toEqual([]);
      await handle.start();
      expect(handle.pid()).toBeGreaterThan(0);
      await handle.stop();
    });

    it('stay down where that is wished', async () => {
      await supervise(false);
      process.kill(handle.pid() ?? 0, 'SIGTERM');
      await eventually('its death is told', () => said.length > 0);
      expect(handle.pid()).toBeUndefined();
    });
  });
});
