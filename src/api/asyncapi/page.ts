import { FAMILIES, GUARANTEES } from './guarantees';
import { html, Html } from './html';
import { fieldTable } from './message-view';
import type { AsyncApiDocument, Channel } from './model';
import { STYLE } from './style';
import { directionOf, directionTag, topicView } from './topic-view';

/** The document as a page: no script, nothing loaded, readable without either. */
export function asyncApiPage(document: AsyncApiDocument): string {
  const families = grouped(document);
  const { title } = document.info;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${new Html(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <div class="layout">
          ${navigation(document, families)}
          <main>
            <h1>${title}</h1>
            <p class="faint">
              What payment-service says and takes on Kafka, here and now. Machines read
              <a href="/asyncapi.json">/asyncapi.json</a> (AsyncAPI 3.0).
            </p>
            ${start(document, families)}
            <h2 id="guarantees">What you can rely on</h2>
            ${GUARANTEES.map(
              ({ title, text }) =>
                html`<h4>${title}</h4>
                  <p>${text}</p>`,
            )}
            <h2 id="headers">Headers</h2>
            <p>On every record that you read, whatever its topic. CloudEvents 1.0, as text.</p>
            ${fieldTable(document.components.schemas['recordHeaders']!)}
            ${families.map(([family, topics]) => familyView(document, family, topics))}
          </main>
        </div>
      </body>
    </html>`;
  return page.text;
}

type Topics = [id: string, channel: Channel][];

function grouped({ channels }: AsyncApiDocument): [family: string, Topics][] {
  const families = Object.values(FAMILIES).map(({ title }): [string, Topics] => [
    title,
    Object.entries(channels).filter(([, { tags }]) => tags.some(({ name }) => name === title)),
  ]);
  return families.filter(([, topics]) => topics.length > 0);
}

function navigation(document: AsyncApiDocument, families: [string, Topics][]): Html {
  return html`<nav aria-label="Topics">
    <ul>
      <li><a href="#start">Start here</a></li>
      <li><a href="#guarantees">What you can rely on</a></li>
      <li><a href="#headers">Headers</a></li>
    </ul>
    ${families.map(
      ([family, topics]) =>
        html`<a class="family" href="#${anchor(family)}">${family}</a>
          <ul class="topics">
            ${topics.map(
              ([id, { address }]) => html`<li><a href="#topic-${id}">${address}</a></li>`,
            )}
          </ul>`,
    )}
  </nav>`;
}

function start({ servers }: AsyncApiDocument, families: [string, Topics][]): Html {
  const { host, protocol, security } = servers['kafka']!;
  const secured = [protocol === 'kafka-secure' && 'TLS', security && 'SASL'].filter(Boolean);
  return html`<h2 id="start">Start here</h2>
    <dl>
      <dt>Brokers</dt>
      <dd><code>${host}</code></dd>
      <dt>Security</dt>
      <dd>${secured.length > 0 ? secured.join(', ') : 'none'}</dd>
      <dt>Bodies</dt>
      <dd>JSON, UTF-8</dd>
      <dt>Topics</dt>
      <dd>${directionTag('out')} we send; ${directionTag('in')} we take requests</dd>
    </dl>
    <p>
      Find the family that your service belongs to, read its topics with a consumer group of your
      own, drop known ids, and ignore fields that you do not know. In TypeScript the package
      <code>@booking-payment/events</code> has the types, the checks and a consumer that does so.
    </p>
    <dl>
      ${families.map(
        ([family]) =>
          html`<dt><a href="#${anchor(family)}">${family}</a></dt>
            <dd>${textOf(family)}</dd>`,
      )}
    </dl>`;
}

function familyView(document: AsyncApiDocument, family: string, topics: Topics): Html {
  return html`<h2 id="${anchor(family)}">${family}</h2>
    <p>${textOf(family)}</p>
    <div class="scroll">
      <table class="overview">
        <thead>
          <tr>
            <th>Topic</th>
            <th></th>
            <th>Key</th>
            <th>When</th>
          </tr>
        </thead>
        <tbody>
          ${topics.map(
            ([id, channel]) =>
              html`<tr>
                <td>
                  <a href="#topic-${id}"><code>${channel.address}</code></a>
                </td>
                <td>${directionTag(directionOf(document, id))}</td>
                <td class="key">${channel['x-key']}</td>
                <td>${channel.description}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${topics.map(([id, channel]) => topicView(document, id, channel))}`;
}

function textOf(family: string): string | undefined {
  return Object.values(FAMILIES).find(({ title }) => title === family)?.text;
}

function anchor(family: string): string {
  return family.toLowerCase().replaceAll(' ', '-');
}
