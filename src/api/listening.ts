import { createServer, type RequestListener } from 'node:http';

const SECOND = 1_000;

/** Serves until `close`, which lets requests in hand end but takes no new ones. Port 0: a free one. */
export async function listen(app: RequestListener, host: string, port: number) {
  const server = createServer({ connectionsCheckingInterval: 2 * SECOND }, app);
  server.headersTimeout = 10 * SECOND;
  server.requestTimeout = 30 * SECOND; // to send the whole request
  server.keepAliveTimeout = 10 * SECOND;
  server.timeout = 60 * SECOND; // of silence on a connection
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${actual}`, close: (graceMs = 25 * SECOND) => drain(graceMs) };

  function drain(graceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const patience = setTimeout(() => server.closeAllConnections(), graceMs);
      server.close(() => {
        clearInterval(idle);
        clearTimeout(patience);
        resolve();
      });
    });
  }
}
