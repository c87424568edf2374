import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');
const fixture = (name: string) => readFileSync(join(__dirname, 'fixtures', name), 'utf8');

/** What 002's samples call and do not declare. */
const AMBIENT = `
declare function updateBookingStatus(bookingId: string, status: string): Promise<void>;
declare function confirmBooking(facts: {
  bookingId: string; paymentId: string; transactionId: string;
}): Promise<void>;
declare function releaseInventoryHold(bookingId: string): Promise<void>;
declare function cancelBooking(facts: {
  bookingId: string; reason: string; refundAmount: number;
}): Promise<void>;
declare function processPaymentCompletion(
  message: import('@dreamscape/kafka').BaseEvent<import('@dreamscape/kafka').PaymentCompletedPayload>,
): Promise<void>;
declare function sendToDeadLetterQueue(message: object, error: unknown): Promise<void>;
`;

/** Type-checks one module as a downstream service would, and answers the complaints. */
function complaintsAbout(source: string): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
    paths: { '@dreamscape/kafka': [join(ROOT, 'packages/events/src/index.ts')] },
  };
  const files = new Map([
    [join(ROOT, 'test/events/sample.ts'), source],
    [join(ROOT, 'test/events/ambient.d.ts'), AMBIENT],
  ]);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...more) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile(name, ...more)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const sample = program.getSourceFile([...files.keys()][0]!);
  return [
    ...program.getSyntacticDiagnostics(sample),
    ...program.getSemanticDiagnostics(sample),
  ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('the samples of 002_5ff0327524e14c4a.txt', () => {
  const consumer = fixture('002-example-consumer.txt');
  const errorHandling = fixture('002-error-handling.txt'); // goes on with the first one's names

  it('compile as they stand against the package under the name @dreamscape/kafka', () => {
    expect(complaintsAbout(`${consumer}\n${errorHandling}`)).toEqual([]);
  });

  it('are really checked: a field that no payload has is found', () => {
    const wrong = consumer.replace('message.payload.transactionId', 'message.payload.chargeId');
    expect(complaintsAbout(wrong)).toEqual([expect.stringContaining('chargeId')]);
    const swapped = consumer.replace(
      'KAFKA_TOPICS.PAYMENT_REFUNDED',
      'KAFKA_TOPICS.PAYMENT_FAILED',
    );
    expect(complaintsAbout(swapped)).not.toEqual([]);
  });

  it('have the types that the package has, whichever way one is given for the other', () => {
    const names = ['Initiated', 'Completed', 'Failed', 'Refunded'];
    const events = fixture('002-events.txt')
      .split(/(?<=^\})$/m)
      .filter((text) => text.trim());
    const uses = names.map(
      (name, index) => `
        export const theirs${name}: BaseEvent<Payment${name}Payload> = ${events[index]};
        export const ours${name}: ours.BaseEvent<ours.Payment${name}Payload> = theirs${name};
        export const back${name}: BaseEvent<Payment${name}Payload> = ours${name};`,
    );
    const source = `import type * as ours from '@dreamscape/kafka';
      ${fixture('002-types.txt')} ${uses.join('\n')}`;
    expect(events).toHaveLength(4);
    expect(complaintsAbout(source)).toEqual([]);
  });
});
