import { html, type Html } from './html';
import { messageView } from './message-view';
import type { AsyncApiDocument, Channel, MessageObject } from './model';

export type Direction = 'in' | 'out' | 'both';

const WORDS: Readonly<Record<Direction, string>> = {
  out: 'you read',
  in: 'you write',
  both: 'you read and write',
};

/** Fields of the Kafka binding that people ask for. */
interface KafkaBinding {
  partitions: number;
  replicas: number;
}

interface GroupBinding {
  groupId: { enum: string[] };
}

export function directionOf({ operations }: AsyncApiDocument, id: string): Direction {
  const send = operations[`send.${id}`] !== undefined;
  const receive = operations[`receive.${id}`] !== undefined;
  return send && receive ? 'both' : send ? 'out' : 'in';
}

/** The consumer group in which we take what is sent to us there. */
function groupOf({ operations }: AsyncApiDocument, id: string): string | undefined {
  const binding = operations[`receive.${id}`]?.bindings?.kafka as GroupBinding | undefined;
  return binding?.groupId.enum[0];
}

export function directionTag(direction: Direction): Html {
  return html`<span class="tag ${direction}">${WORDS[direction]}</span>`;
}

export function topicView(document: AsyncApiDocument, id: string, channel: Channel): Html {
  const { partitions, replicas } = channel.bindings.kafka as KafkaBinding;
  const days = channel['x-retention-days'];
  const direction = directionOf(document, id);
  const group = groupOf(document, id);
  const messages = Object.keys(channel.messages).map((name) => document.components.messages[name]!);
  return html`<section id="topic-${id}">
    <h3>
      <a href="#topic-${id}"><code>${channel.address}</code></a>
      ${directionTag(direction)}
    </h3>
    ${channel.address !== id && html`<p class="faint">In the catalogue: <code>${id}</code></p>`}
    <p>${channel.description}</p>
    <ul class="facts">
      <li>
        <span class="faint">Key</span> <code>${channel['x-key']}</code>
        ${channel['x-key'] === 'any' && ' (yours: requests with one key are taken in order)'}
      </li>
      <li><span class="faint">Partitions</span> ${partitions}</li>
      <li><span class="faint">Replicas</span> ${replicas}</li>
      <li><span class="faint">Kept for</span> ${days} ${days === 1 ? 'day' : 'days'}</li>
      ${
        group !== undefined &&
        html`<li><span class="faint">Our group</span> <code>${group}</code></li>`
      }
    </ul>
    ${
      messages.length === 1
        ? onlyMessage(messages[0]!)
        : messages.map((message) => folded(message, direction === 'both'))
    }
  </section>`;
}

function onlyMessage(message: MessageObject): Html {
  return html`<details open>
    <summary>Fields and example · version ${message['x-version']}</summary>
    ${messageView(message)}
  </details>`;
}

function folded(message: MessageObject, tagged: boolean): Html {
  return html`<details id="message-${message.name}-${message['x-version']}">
    <summary>
      <code>${message.name}</code> ${tagged && directionTag(message['x-direction'])}
      <span class="faint">${message['x-version']}</span> — ${message.summary}
    </summary>
    ${messageView(message)}
  </details>`;
}
