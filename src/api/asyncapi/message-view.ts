import type { JsonSchema } from '@booking-payment/events/schemas';
import { fieldsOf, type Field } from './fields';
import { html, type Html } from './html';
import type { MessageObject } from './model';

/** What a message says, field by field, and an example of it. */
export function messageView(message: MessageObject): Html {
  const [example] = message.examples ?? [];
  const always = message['x-direction'] === 'in' ? 'Needed' : 'Always';
  const headers = headersTitle(message);
  return html`<h4>Fields</h4>
    ${fieldTable(message.payload, always)}
    ${
      headers &&
      html`<h4>${headers}</h4>
        ${fieldTable(message.headers, always)}`
    }
    ${
      example &&
      html`<h4>Example</h4>
        <pre><code>${JSON.stringify(example.payload, null, 2)}</code></pre>`
    }`;
}

/** Where they are not those that all records have. */
function headersTitle(message: MessageObject): string | undefined {
  if (message['x-direction'] === 'in') return 'Headers that we read';
  return message['x-version'] === undefined ? 'Headers' : undefined;
}

export function fieldTable(schema: JsonSchema & { description?: string }, always = 'Always'): Html {
  const fields = fieldsOf(schema);
  if (fields.length === 0) return html`<p>${schema.description ?? 'Anything'}.</p>`;
  return html`<div class="scroll">
    <table class="fields">
      <thead>
        <tr>
          <th>Field</th>
          <th>Type</th>
          <th>${always}</th>
          <th>What it is</th>
        </tr>
      </thead>
      <tbody>
        ${fields.map((field) => row(field, always.toLowerCase()))}
      </tbody>
    </table>
  </div>`;
}

function row({ name, depth, type, required, description, rule }: Field, always: string): Html {
  return html`<tr>
    <td class="d${Math.min(depth, 3)}"><code>${name}</code></td>
    <td class="type">${type}</td>
    <td class="always" data-label="${always}">
      ${required ? 'yes' : html`<span class="faint">no</span>`}
    </td>
    <td>${description} ${rule && html`<code class="faint rule">${rule}</code>`}</td>
  </tr>`;
}
