import { createHash } from 'node:crypto';
import type { TopicDefinition } from '@booking-payment/events/schemas';
import { Router } from 'express';
import { asyncApiDocument } from './document';
import type { KafkaFacts } from './model';
import { asyncApiPage } from './page';
import { STYLE } from './style';

/** The page's own style by its hash, and nothing else: no script, no picture, no frame. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Topics {
  catalogue: readonly TopicDefinition[];
  /** The name on the wire. */
  wire(name: string): string;
}

/** What is said on Kafka, for machines and for people. */
export function asyncApiRoutes({ catalogue, wire }: Topics, kafka: KafkaFacts): Router {
  const topics = catalogue.map((definition) => ({ definition, address: wire(definition.name) }));
  const document = asyncApiDocument(topics, kafka);
  const page = asyncApiPage(document);
  const router = Router({ caseSensitive: true });

  router.get('/asyncapi.json', (_req, res) => {
    res.json(document);
  });

  // contracts.md section 3: both documents begin here. There is one so far.
  router.get('/docs', (_req, res) => {
    res.redirect('/docs/events');
  });

  router.get('/docs/events', (_req, res) => {
    res.set('Content-Security-Policy', POLICY).type('html').send(page);
  });

  return router;
}
