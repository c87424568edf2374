import { createHash } from 'node:crypto';
import { CATALOGUE, type TopicDefinition } from '@booking-payment/events/schemas';
import express from 'express';
import { asyncApiRoutes } from '../../src/api/asyncapi/routes';
import { listen } from '../../src/api/listening';

const KAFKA = {
  ...{ brokers: ['kafka-1:9092'], secure: false },
  ...{ groupId: 'payment-service', replicationFactor: 1 },
};
const servers: Awaited<ReturnType<typeof listen>>[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close(0))));

async function serve(catalogue: readonly TopicDefinition[] = CATALOGUE) {
  const app = express().use(asyncApiRoutes({ catalogue, wire: (name) => `x.${name}` }, KAFKA));
  const server = await listen(app, '127.0.0.1', 0);
  servers.push(server);
  return async (path: string) => {
    const answer = await fetch(`${server.url}${path}`);
    return { answer, text: await answer.text() };
  };
}

describe('the page of our events', () => {
  it('shows every topic with its fields and its example', async () => {
    const get = await serve();
    const { answer, text } = await get('/docs/events');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    for (const { name, messages } of CATALOGUE) {
      expect(text).toContain(`<code>x.${name}</code>`);
      for (const { versions } of messages) {
        const [first] = Object.keys(versions[0].example);
        expect(text).toContain(`<code>${first}</code>`);
        expect(text).toContain(JSON.stringify(first).replaceAll('"', '&quot;'));
      }
    }
  });

  it('says of a request which headers are read, and by which group of ours', async () => {
    const { text } = await (await serve())('/docs/events');
    const [, section] = text.split('<section id="topic-payment-refund-initiated">');
    const topic = section!.split('</section>')[0]!;
    expect(topic).toContain('payment-service-refunds');
    expect(topic.split('Headers that we read')[1]).toContain('<code>ce_source</code>');
    expect(topic).not.toContain('<code>ce_id</code>');
  });

  it('shows the headers that say why a record is a dead letter', async () => {
    const { text } = await (await serve())('/docs/events');
    for (const header of ['dlq-reason', 'dlq-error-message', 'dlq-replayed-to'])
      expect(text).toContain(`<code>${header}</code>`);
  });

  it('is where /docs leads', async () => {
    const { answer, text } = await (await serve())('/docs');
    expect([answer.status, answer.redirected, new URL(answer.url).pathname]).toEqual([
      ...[200, true, '/docs/events'],
    ]);
    expect(text).toContain('x.booking-payment.events');
  });

  it('links only to what it has', async () => {
    const { text } = await (await serve())('/docs/events');
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
    expect(links.length).toBeGreaterThan(CATALOGUE.length);
  });

  it('runs nothing and loads nothing: its policy lets in its own style alone', async () => {
    const { answer, text } = await (await serve())('/docs/events');
    const policy = answer.headers.get('content-security-policy')!;
    const style = /<style>([\s\S]*)<\/style>/.exec(text)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(text).not.toMatch(/<script|<img|<link| style=| on\w+=|javascript:/);
  });

  it('escapes what it shows', async () => {
    const [topic] = CATALOGUE;
    const summary = '<script>alert("&")</script>';
    const { text } = await (await serve([{ ...topic!, summary }]))('/docs/events');
    expect(text).toContain('&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;');
    expect(text).not.toContain('<script');
  });

  it('is of the document that machines get', async () => {
    const { text } = await (await serve())('/asyncapi.json');
    expect(JSON.parse(text)).toMatchObject({
      asyncapi: '3.0.0',
      channels: { 'payment-completed': { address: 'x.payment-completed' } },
    });
  });
});
