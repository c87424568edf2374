/** What a workflow's own records say of the builds that it ran on. */
export interface Trace {
  readonly workflowId: string;
  readonly behaviour: 'pinned' | 'auto-upgrade' | 'unversioned';
  /** In the order of its tasks; one that did several in a row stands there once. */
  readonly builds: readonly string[];
  readonly failedTasks: number;
  readonly open: boolean;
}

/** What is read of a history. */
export interface TaskEvent {
  readonly workflowTaskCompletedEventAttributes?: {
    readonly deploymentVersion?: { readonly buildId?: string | null } | null;
  } | null;
  readonly workflowTaskFailedEventAttributes?: object | null;
}

export interface Run {
  readonly workflowId: string;
  readonly events: readonly TaskEvent[];
  /** Number of temporal.api.enums.v1.VersioningBehavior. */
  readonly behaviour: number;
  readonly open: boolean;
}

const BEHAVIOURS = ['unversioned', 'pinned', 'auto-upgrade'] as const;

export function traceOf({ workflowId, events, behaviour, open }: Run): Trace {
  const builds = events
    .map((event) => event.workflowTaskCompletedEventAttributes)
    .filter((done) => !!done)
    .map((done) => done.deploymentVersion?.buildId ?? 'unversioned');
  return {
    workflowId,
    behaviour: BEHAVIOURS[behaviour] ?? 'unversioned',
    builds: builds.filter((build, index) => build !== builds[index - 1]),
    failedTasks: events.filter((event) => !!event.workflowTaskFailedEventAttributes).length,
    open,
  };
}

/** What was to be seen: every build in turn that a workflow was to run on. */
export interface Expected {
  readonly behaviour: Trace['behaviour'];
  readonly builds: readonly string[];
}

export function faultsOf(trace: Trace, expected: Expected): string[] {
  const { workflowId, behaviour, builds, failedTasks, open } = trace;
  const [ran, wanted] = [builds.join(' → '), expected.builds.join(' → ')];
  return [
    open && 'is still open',
    failedTasks > 0 && `has ${failedTasks} failed workflow tasks`,
    behaviour !== expected.behaviour && `is ${behaviour}, not ${expected.behaviour}`,
    ran !== wanted && `ran on ${ran || 'nothing'}, not on ${wanted}`,
  ]
    .filter((fault) => fault !== false)
    .map((fault) => `${workflowId} ${fault}`);
}
