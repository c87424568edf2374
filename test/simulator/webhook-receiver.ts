import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';

export type Received = {
  body: string;
  signature: string;
  userAgent: string;
  event: Stripe.Event;
};

/** An endpoint that notes every delivery and answers what the test wants. */
export async function webhookReceiver(answer: (received: Received) => number = () => 200) {
  const all: Received[] = [];
  const server = createServer((req, res) => void take(req, res));

  async function take(req: IncomingMessage, res: ServerResponse) {
    const body = await bodyOf(req);
    const received = {
      body,
      signature: String(req.headers['stripe-signature']),
      userAgent: String(req.headers['user-agent']),
      event: JSON.parse(body) as Stripe.Event,
    };
    all.push(received);
    res.writeHead(answer(received)).end();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    all,
    of: (type: string) => all.filter(({ event }) => event.type === type),
    types: () => all.map(({ event }) => event.type),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
