import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { eventually } from '../eventually';
import type { Exchange } from './recording';

/** Stripe's own mock as a judge of requests: it knows every parameter and nothing else. */
export async function startMock(binary: string) {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const child = spawn(binary, ['-http-addr', address, '-https-port', '0'], { stdio: 'ignore' });
  const url = `http://${address}`;
  await eventually('stripe-mock', () =>
    fetch(url).then(
      () => true,
      () => false,
    ),
  );

  return {
    url,
    /** What it says against a request, or nothing. */
    async objection({ method, path, query, body, headers }: Exchange): Promise<string | undefined> {
      const { authorization = '' } = headers;
      // The SDK leaves the type out where there is no body; Stripe does not mind, its mock does.
      const type = 'application/x-www-form-urlencoded';
      const response = await fetch(`${url}${path}${query}`, {
        method,
        headers: { authorization, ...(method === 'POST' && { 'content-type': type }) },
        ...(body !== undefined && { body }),
      });
      if (response.ok) return undefined;
      return `${method} ${path}${query} ${body ?? ''}: ${response.status} ${await response.text()}`;
    },
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
