import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EventPayload } from '../../../src/domain/events';
import type { OutRecord } from '../../../src/kafka/contracts';
import { EUR_129_90, contracts } from './booking-2041';
import { CUSTOMER, ORDER, examplesOf } from './examples';
import { looseExamples } from './loose-examples';

const FOLDER = join(__dirname, 'golden');
const FAMILIES: Record<string, EventPayload> = {
  canonical: EUR_129_90,
  dreamscape: EUR_129_90,
  customer: CUSTOMER,
  orders: ORDER,
};

/** What goes out, as its file shows it: the bytes of `body` are those of the record. */
export interface Golden {
  topic: string;
  key: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** Every record of every family for a fixed input: `<family>/<topic>--<event>.json`. */
export function rendered(): Map<string, OutRecord> {
  const all = new Map<string, OutRecord>();
  for (const [family, payload] of Object.entries(FAMILIES)) {
    const { render } = contracts({
      families: [family],
      ordersLifecycle: true,
      ordersTypeId: 'com.example.PaymentEvent',
    });
    for (const { name, event, facts } of examplesOf(payload)) {
      const booking = { bindings: [family], paymentMethod: 'credit_card', ...facts };
      for (const record of render(event, booking)) {
        const canonical = record.topic === 'booking-payment.events';
        if (canonical === (family === 'canonical'))
          all.set(`${family}/${canonical ? '' : `${record.topic}--`}${name}.json`, record);
      }
    }
  }
  for (const [family, name, record] of looseExamples()) all.set(`${family}/${name}.json`, record);
  return all;
}

export function goldenFiles(): string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort();
}

export function golden(name: string): Golden {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Golden;
}
