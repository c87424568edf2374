import express from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { control } from './control/router';
import { api } from './http/api';
import { createFaults } from './http/faults';
import { createIdempotency } from './http/idempotency';
import { seedCatalog } from './operations/catalog';
import { runDueTasks } from './operations/scheduled';
import { pages } from './pages/router';
import { restoreFrom } from './state/restoration';
import { createWorld } from './state/world';
import { createDeliveries } from './webhooks/deliveries';
import { asEndpoints } from './webhooks/endpoint';
import { createWebhookFaults } from './webhooks/webhook-faults';

export type SimulatorOptions = {
  host: string;
  /** 0: any free port. */
  port: number;
  secretKey: string;
  publishableKey: string;
  /** The version that events are rendered in, as set on a real account. */
  apiVersion: string;
  /** Without a path the ledger, and with it all state, is in memory only. */
  ledger?: string | undefined;
  webhooks: { url: string; secrets: string[] }[];
  /** How browsers reach it, when that is not where it listens. */
  publicUrl?: string | undefined;
};

export type Simulator = { url: string; close(): Promise<void> };

/** How often Stripe looks for what it has to do by itself. */
const TICK_MS = 200;

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { secretKey, publishableKey, apiVersion } = options;
  const world = createWorld({ ledger: options.ledger, secretKey, apiVersion });
  const stopping = new AbortController();
  const faults = createFaults(world);
  const webhookFaults = createWebhookFaults(world);
  const idempotency = createIdempotency(world);
  const deliveries = createDeliveries(world, webhookFaults, stopping.signal);
  restoreFrom(world, {
    saved: idempotency.restore,
    delivery: deliveries.restore,
    clear: idempotency.clear,
  });

  seedCatalog(world);

  const keys = { secretKey, publishableKey };
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'extended');
  app.set('etag', false); // Stripe never answers 304
  app.use('/v1', api({ world, keys, faults, idempotency, apiVersion, stopped: stopping.signal }));
  app.use('/_control', control({ world, faults, webhookFaults, idempotency, deliveries }));
  app.use('/', pages({ world, keys, apiUrl: () => loopback(server) }));
  const server = createServer(app);
  const url = await listen(server, options);
  world.url = options.publicUrl ?? url;
  world.ledger.append('start', { url, api_version: apiVersion, pid: process.pid });
  deliveries.start(asEndpoints(options.webhooks));
  const ticking = setInterval(() => runDueTasks(world), TICK_MS);

  return {
    url,
    async close() {
      clearInterval(ticking);
      stopping.abort();
      deliveries.forget();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      world.ledger.close();
    },
  };
}

async function listen(server: Server, { host, port }: SimulatorOptions): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}

/** The pages call the API as a browser's script would, from here. */
const loopback = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
