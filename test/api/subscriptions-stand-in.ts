import type { Activities } from '../../src/activities';
import { isOver, type SubscriptionStart } from '../../src/domain/subscription';
import { subscriptionWorkflowId } from '../../src/domain/workflow-ids';
import type { SubscriptionWorkflows } from '../../src/temporal/subscriptions';
import type { Updated } from '../../src/temporal/updates';
import type { StripeNews } from '../../src/workflows/messages';

interface Machine {
  mustBeUp(): void;
  /** `steps` answer whether the workflow goes on after them. */
  begin(workflowId: string, steps: () => Promise<boolean>): 'running';
  inBackground(workflowId: string, steps: () => Promise<boolean>): void;
  update<T>(workflowId: string, updateId: string, carryOut: () => Promise<T>): Promise<Updated<T>>;
  hasEnded(workflowId: string): boolean;
  hear(workflowId: string, news: StripeNews): void;
}

/** The client of `subscription`, over the real activities. */
export function subscriptionsStandIn(acts: Activities, machine: Machine): SubscriptionWorkflows {
  async function goesOn(setupId: string): Promise<boolean> {
    const { status, told } = await acts.settleSubscription(setupId);
    return !isOver(status) || !told;
  }

  function run(start: SubscriptionStart): 'running' {
    return machine.begin(subscriptionWorkflowId(start.setupId), async () => {
      const opened = await acts.openSubscription(start);
      return !opened.refused && goesOn(start.setupId);
    });
  }

  return {
    async start(start) {
      machine.mustBeUp();
      await Promise.resolve();
      return machine.hasEnded(subscriptionWorkflowId(start.setupId)) ? 'closed' : run(start);
    },
    async startAgain(start) {
      machine.mustBeUp();
      await Promise.resolve();
      return run(start);
    },
    async tell(start, news) {
      machine.mustBeUp();
      await Promise.resolve();
      const workflowId = subscriptionWorkflowId(start.setupId);
      machine.hear(workflowId, news);
      run(start);
      machine.inBackground(workflowId, () => goesOn(start.setupId));
    },
    revise: (workflowId, order, updateId) =>
      machine.update(workflowId, updateId, () => {
        const setupId = workflowId.replace(/^subscription-/, '');
        return acts.reviseSubscription({ ...order, setupId });
      }),
  };
}
