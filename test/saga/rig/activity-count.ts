import { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';

/** Which activities are under way: a test must know when the product has nothing in hand. */
export function createActivityCount() {
  const ofWorkflow = new Map<string, number>();
  const count = { begun: 0, running: 0 };

  const interceptor: ActivityInboundCallsInterceptor = {
    async execute(input, next) {
      const { workflowId = '' } = Context.current().info.workflowExecution ?? {};
      const change = (by: 1 | -1) => {
        count.running += by;
        ofWorkflow.set(workflowId, (ofWorkflow.get(workflowId) ?? 0) + by);
      };
      count.begun += 1;
      change(1);
      return next(input).finally(() => change(-1));
    },
  };

  return {
    interceptor,
    begun: () => count.begun,
    running: () => count.running,
    runningOf: (workflowId: string) => ofWorkflow.get(workflowId) ?? 0,
  };
}

export type ActivityCount = ReturnType<typeof createActivityCount>;
