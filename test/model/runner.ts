import type { Answer, Ask, Flow } from './flows/asks';
import type { Model, Steps } from './model';
import { ActRefused, NotYet, OwnerSilent, StripeError } from './refusals';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** An attempt that takes longer is given up for another one (src/workflows/proxies.ts). */
const ATTEMPT_LIMIT_MS = 15 * SECOND;
/** No process that was stopped is still there after this. */
const STOPPED_FOR_MS = HOUR;
const TOO_MANY_STEPS = 20_000;

/** An activity, or a delivery of the inbox, on its way. */
interface Task {
  make: () => Steps<unknown>;
  steps: Steps<unknown>;
  done: (value: unknown) => void;
  failed: (error: ActRefused) => void;
  scheduledAt: number;
  attempt: number;
  notBefore: number;
  stoppedAt?: number;
  /** Nobody waits for it any more, and it does not know. */
  orphan: boolean;
}

/** A workflow. */
interface Running {
  flow: Flow<unknown>;
  ask?: Ask;
  askedAt: number;
  task?: Task;
  answer?: Answer;
  closed: boolean;
}

/** Lets workflows and activities go on in small steps, in turns, and breaks in where it is told to. */
export function createRunner(m: Model) {
  const flows: Running[] = [];
  let tasks: Task[] = [];
  let steps = 0;
  const runner = {
    /** Strike at the n-th step from now; 0: never. `deadForMs`: nothing of it runs so long. */
    crash: { in: 0, deadForMs: 0 },
    stopIn: 0,
    /** What has really struck an activity. */
    struck: new Set<'process died' | 'process stopped' | 'orphan went on'>(),

    start(flow: Flow<unknown>): { closed: boolean } {
      const running: Running = { flow, askedAt: m.clock.now, closed: false };
      flows.push(running);
      go(running);
      return running;
    },

    perform(
      make: () => Steps<unknown>,
      done: (value: unknown) => void = () => undefined,
      failed: (error: ActRefused) => void = () => undefined,
    ): void {
      add(make, done, failed);
    },

    /** Until everything waits: for time, for Stripe or for a person. */
    run(): void {
      let moved = true;
      while (moved) {
        moved = false;
        for (let index = 0; index < flows.length; index += 1)
          if (progress(flows[index]!)) moved = true;
        for (const task of tasks) if (advance(task)) moved = true;
        if ((steps += 1) > TOO_MANY_STEPS) throw new Error('it runs in circles');
      }
    },

    resume(): void {
      for (const task of tasks) delete task.stoppedAt;
    },

    /** When something would happen by itself. */
    nextTime(): number {
      let next = Infinity;
      for (const { ask, closed, askedAt } of flows) {
        if (closed || !ask) continue;
        if ('until' in ask) next = Math.min(next, ask.atMs ?? Infinity);
        else if (ask.withinMs !== undefined) next = Math.min(next, askedAt + ask.withinMs);
      }
      for (const { notBefore, stoppedAt } of tasks)
        if (stoppedAt === undefined && notBefore > m.clock.now) next = Math.min(next, notBefore);
      return next;
    },

    /** After the clock has moved: what was stopped has run out of its time. */
    expire(): void {
      for (const task of [...tasks]) {
        if (task.stoppedAt === undefined) continue;
        const stoppedMs = m.clock.now - task.stoppedAt;
        if (stoppedMs >= STOPPED_FOR_MS) drop(task);
        if (stoppedMs < ATTEMPT_LIMIT_MS || task.orphan) continue;
        task.orphan = true;
        const again = add(task.make, task.done, task.failed);
        again.scheduledAt = task.scheduledAt;
        again.attempt = task.attempt + 1;
        const flow = flows.find((one) => one.task === task);
        if (flow) flow.task = again;
      }
    },

    idle: () => tasks.every(({ orphan }) => orphan),
  };

  function add(make: () => Steps<unknown>, done: Task['done'], failed: Task['failed']): Task {
    const { now } = m.clock;
    const more = { scheduledAt: now, attempt: 1, notBefore: now, orphan: false };
    const task: Task = { make, steps: make(), done, failed, ...more };
    tasks = [...tasks, task];
    return task;
  }

  function drop(task: Task): void {
    tasks = tasks.filter((one) => one !== task);
  }

  /** Up to its next question. */
  function go(running: Running): void {
    const { answer } = running;
    delete running.ask;
    delete running.answer;
    const next = answer === undefined ? running.flow.next() : running.flow.next(answer);
    if (next.done) {
      running.closed = true;
      return;
    }
    const ask = next.value;
    running.ask = ask;
    running.askedAt = m.clock.now;
    if ('run' in ask)
      running.task = add(
        ask.run,
        (value) => {
          delete running.task;
          running.answer = { value };
        },
        () => undefined,
      );
  }

  function progress(running: Running): boolean {
    const { ask, closed } = running;
    if (closed || !ask) return false;
    const answer = running.answer ?? ('until' in ask ? waited(ask) : interrupted(running, ask));
    if (answer === undefined) return false;
    running.answer = answer;
    go(running);
    return true;
  }

  function waited({ until, atMs = Infinity }: Extract<Ask, { until: unknown }>) {
    if (until()) return 'true';
    return m.clock.now >= atMs ? 'too late' : undefined;
  }

  function interrupted(
    running: Running,
    { withinMs = Infinity, unless }: Extract<Ask, { run: unknown }>,
  ) {
    const late = m.clock.now - running.askedAt >= withinMs;
    if (!late && !unless?.()) return undefined;
    if (running.task) running.task.orphan = true;
    delete running.task;
    return late ? 'timed out' : 'interrupted';
  }

  function advance(task: Task): boolean {
    if (task.stoppedAt !== undefined || task.notBefore > m.clock.now) return false;
    if (runner.crash.in > 0 && (runner.crash.in -= 1) === 0) {
      runner.struck.add('process died');
      again(task, m.clock.now + runner.crash.deadForMs);
      return true;
    }
    if (runner.stopIn > 0 && (runner.stopIn -= 1) === 0) {
      runner.struck.add('process stopped');
      task.stoppedAt = m.clock.now;
      return false;
    }
    m.task = task;
    if (task.orphan) runner.struck.add('orphan went on');
    try {
      const step = task.steps.next();
      if (!step.done) return true;
      drop(task);
      if (!task.orphan) task.done(step.value);
    } catch (error) {
      if (error instanceof ActRefused) {
        drop(task);
        task.failed(error);
      } else if (!isTransient(error)) throw error;
      else again(task, m.clock.now + (task.attempt === 1 ? 0 : MINUTE));
    }
    return true;
  }

  /** Nobody tries an orphan again. */
  function again(task: Task, notBefore: number): void {
    if (task.orphan) return drop(task);
    task.steps = task.make();
    task.attempt += 1;
    task.notBefore = notBefore;
  }

  return runner;
}

export type Runner = ReturnType<typeof createRunner>;

function isTransient(error: unknown): boolean {
  return error instanceof StripeError || error instanceof OwnerSilent || error instanceof NotYet;
}
