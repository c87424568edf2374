import { exchange, type Reply } from '../demo/stage/http';

/** One request to the API as its caller saw it. */
export interface Asked {
  readonly what: 'create' | 'look';
  readonly at: number;
  readonly tookMs: number;
  /** Undefined: no answer came. */
  readonly status: number | undefined;
  /** Why it is no success, in the API's own code. */
  readonly problem?: string;
}

export function hasFailed({ status }: Asked): boolean {
  return status === undefined || status < 200 || status >= 300;
}

/** Asks once and keeps what came of it: who retries would hide what is looked for here. */
export function createRequests(url: string) {
  const all: Asked[] = [];

  async function ask(
    what: Asked['what'],
    ...[method, path, body, headers]: Parameters<typeof exchange>
  ): Promise<Reply | undefined> {
    const at = Date.now();
    const keep = (status: number | undefined, problem?: string) =>
      void all.push({
        ...{ what, at, tookMs: Date.now() - at, status },
        ...(problem !== undefined && { problem }),
      });
    try {
      const reply = await exchange(method, `${url}${path}`, body, headers);
      const good = reply.status >= 200 && reply.status < 300;
      keep(reply.status, good ? undefined : String(reply.body['code']));
      return good ? reply : undefined;
    } catch (error) {
      keep(undefined, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  return { all, ask };
}

export type Requests = ReturnType<typeof createRequests>;
