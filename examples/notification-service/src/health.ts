import type { Consumer } from '@booking-payment/events';
import { createServer, type Server } from 'node:http';

/** For who watches it: whether it consumes, and what waits. */
export function serveHealth(consumer: Consumer, port: number): Server {
  const answer = async () => {
    const health = await consumer.health();
    const lag = await consumer.lag().catch(() => undefined);
    return { ...health, lag: lag?.reduce((sum, partition) => sum + partition.lag, 0) };
  };
  return createServer((_, response) => {
    answer().then(
      (body) => {
        response.writeHead(body.healthy ? 200 : 503, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      },
      () => response.writeHead(500).end(),
    );
  }).listen(port);
}
