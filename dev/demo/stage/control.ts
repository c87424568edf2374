import { exchange } from './http';

/** Tells Stripe's simulator what happens there without us. */
export function createControl(url: string) {
  return async function order(path: string, body: object): Promise<Record<string, unknown>> {
    const reply = await exchange('POST', `${url}${path}`, body);
    if (reply.status === 200) return reply.body;
    throw new Error(`the simulator answered ${reply.status} ${JSON.stringify(reply.body)}`);
  };
}

export type Control = ReturnType<typeof createControl>;
