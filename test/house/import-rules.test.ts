import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

jest.setTimeout(60_000);

const value = (from: string) => `import { it } from '${from}';\nit();\n`;
const type = (from: string) => `import type { It } from '${from}';\nexport type Own = It;\n`;

/** Whether the import rules refuse this line in this file. */
const CASES: [refused: boolean, file: string, code: string][] = [
  [true, 'src/domain/booking.ts', value('../db/client')],
  [true, 'src/domain/booking.ts', value('zod')],
  [true, 'src/domain/decisions/paying.ts', value('../../stripe/client')],
  [false, 'src/domain/decisions/paying.ts', value('../payment')],
  [true, 'src/workflows/booking-payment.ts', value('../activities/opening')],
  [false, 'src/workflows/booking-payment.ts', type('../activities/opening')],
  [true, 'src/workflows/booking-payment.ts', type('../db/client')],
  [true, 'src/workflows/booking-payment.ts', value('node:crypto')],
  [true, 'src/activities/opening.ts', value('../api/app')],
  [true, 'src/activities/opening.ts', value('../temporal/bookings')],
  [false, 'src/activities/opening.ts', value('../kafka/publisher')],
  [true, 'src/activities/opening.ts', value('../config')],
  [true, 'src/api/app.ts', value('../kafka/client')],
  [false, 'src/api/app.ts', value('../kafka/contracts')],
  [true, 'src/api/app.ts', value('../activities')],
  [true, 'src/api/app.ts', value('../config')],
  [true, 'src/kafka/publisher.ts', value('../db/client')],
  [false, 'src/kafka/publisher.ts', value('./contracts')],
  [true, 'src/kafka/contracts/index.ts', value('../publisher')],
  [true, 'src/kafka/contracts/index.ts', value('kafkajs')],
  [true, 'src/stripe/refunds.ts', value('../db/refunds')],
  [true, 'src/db/refunds.ts', value('../stripe/refunds')],
  [true, 'src/temporal/bookings.ts', value('../db/client')],
  [true, 'src/inbox/delivery.ts', value('../api/problem')],
  [true, 'src/db/refunds.ts', value('../worker')],
  [true, 'src/commands/purchase.ts', value('../api/creating')],
  [true, 'src/commands/purchase.ts', value('../activities/effects')],
  [false, 'src/commands/dependencies.ts', type('../activities/effects')],
  [true, 'src/commands/index.ts', value('../kafka/publisher')],
  [false, 'src/commands/index.ts', value('../kafka/contracts')],
  [true, 'src/inbox/reception.ts', value('../commands')],
  [true, 'src/inbox/webhook-backfill.ts', value('../backfill-report')],
  [true, 'packages/events/src/consumer/lane.ts', value('../../../../src/logger')],
  [true, 'packages/events/src/consumer/lane.ts', value('express')],
  [false, 'packages/events/src/consumer/lane.ts', value('../schemas/decode')],
  [true, 'packages/events/src/schemas/decode.ts', value('kafkajs')],
  [true, 'packages/events/src/schemas/decode.ts', value('../consumer/connection')],
  [false, 'packages/events/src/schemas/decode.ts', value('../consumer/poison-record')],
  [true, 'packages/client/src/index.ts', value('../../events/src/consumer/lane')],
  [true, 'examples/notification-service/src/main.ts', value('../../../src/config')],
  [true, 'dev/demo.ts', value('../src/config')],
  [true, 'dev/stripe/main.ts', value('../../src/domain/money')],
];

describe('the import rules of ARCHITECTURE.md', () => {
  const input = JSON.stringify(CASES.map(([, file, code]) => ({ file, code })));
  const output = execFileSync(process.execPath, [join(__dirname, 'lint.mjs')], { input });
  const answers = JSON.parse(String(output)) as boolean[];

  it.each(CASES.map(([refused, file, code], index) => [file, code.split('\n')[0], refused, index]))(
    '%s: %s (refused: %s)',
    (_file, _line, refused, index) => expect(answers[Number(index)]).toBe(refused),
  );
});
