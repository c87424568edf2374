import { contractOptions, kafkaOptions, readKafkaConfig, type KafkaConfig } from './config';
import { readArguments, type Arguments } from './dead-letters/arguments';
import { detailsOf, page } from './dead-letters/details';
import { inWords } from './dead-letters/fault-words';
import { HELP } from './dead-letters/help';
import type { Letter } from './dead-letters/letter';
import { table } from './dead-letters/listing';
import { readLetters } from './dead-letters/reading';
import { replayLetters } from './dead-letters/replaying';
import { fits, fitsForNow } from './dead-letters/selection';
import { ArgumentError } from './instant-argument';
import { createKafka } from './kafka/client';
import { createContracts } from './kafka/contracts';
import { Publisher } from './kafka/publisher';
import { createLogger } from './logger';

type Wanted = Exclude<Arguments, { command: 'help' }>;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const warn = (text: string) => void process.stderr.write(`${text}\n`);

/** The command for dead letters. True when all that was asked for is done. */
async function run(given: readonly string[], stopping: AbortSignal): Promise<boolean> {
  const wanted = readArguments(given, new Date());
  if (wanted.command === 'help') {
    process.stdout.write(HELP);
    return true;
  }
  const config = readKafkaConfig(process.env);
  const deadLetters = createContracts(contractOptions(config)).wire('payment-events-dlq');
  try {
    return await carriedOut(wanted, config, deadLetters, stopping);
  } catch (error) {
    throw new Error(inWords(error, config.KAFKA_BROKERS));
  }
}

async function carriedOut(
  wanted: Wanted,
  config: KafkaConfig,
  topic: string,
  stopping: AbortSignal,
): Promise<boolean> {
  const logger = createLogger('dead-letters', 'silent'); // what it would log is in the report
  const kafka = createKafka({ ...kafkaOptions(config), logger });
  const all = await readLetters({
    ...{ kafka, topic, stopping, groupPrefix: config.KAFKA_GROUP_ID },
    keepValue: (letter) => needsValue(wanted, letter),
  });
  if (all === undefined)
    warn(
      `Kafka has no topic ${topic}: the worker makes it when it starts. Is that its name? ` +
        '(KAFKA_TOPIC_PREFIX, KAFKA_TOPIC_MAP)',
    );
  const letters = chosen(wanted, all ?? []);
  if (letters.length === 0 && all !== undefined)
    warn(all.length === 0 ? 'There are no dead letters.' : 'No dead letter fits the filters.');
  if (letters.length === 0) return true;
  switch (wanted.command) {
    case 'list':
      say(wanted.json ? letters.map((letter) => jsonOf(letter, false)).join('\n') : table(letters));
      return true;
    case 'show':
      for (const letter of letters)
        say(wanted.json ? jsonOf(letter, wanted.value) : page(detailsOf(letter, wanted.value)));
      return true;
    case 'replay': {
      // The broker decides how large a record may be that it once took.
      const publisher = new Publisher({ kafka, logger, maxBytes: Infinity });
      const well = await replayLetters(letters, wanted, {
        ...{ kafka, deadLetters: topic, now: Date.now, say, stopping },
        publish: (records) => publisher.publish(records),
        inWords: (error) => inWords(error, config.KAFKA_BROKERS),
      });
      await publisher.disconnect();
      return well;
    }
  }
}

/** Those that were asked for. Throws if one of them is not there: then nothing is done. */
function chosen(wanted: Wanted, letters: readonly Letter[]): readonly Letter[] {
  const ids = idsIn(wanted);
  if (wanted.command !== 'show' && ids.length === 0)
    return letters.filter((letter) => fits(letter, wanted.filter));
  const found = new Map(letters.map((letter) => [letter.id, letter]));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0)
    throw new Error(`There is no dead letter ${missing.join(', ')}. Nothing was done; see list.`);
  return ids.map((id) => found.get(id)!);
}

function idsIn(wanted: Wanted): readonly string[] {
  if (wanted.command === 'show') return [wanted.id];
  return wanted.command === 'replay' ? wanted.ids : [];
}

function needsValue(wanted: Wanted, letter: Letter): boolean {
  if (wanted.command === 'list') return false;
  const ids = idsIn(wanted);
  if (wanted.command === 'show' || ids.length > 0) return ids.includes(letter.id);
  return !wanted.dryRun && fitsForNow(letter, wanted.filter);
}

function jsonOf(letter: Letter, withValue: boolean): string {
  return JSON.stringify(detailsOf(letter, withValue));
}

/** Whoever stops it hears what is done; who insists stops it at once. */
function stopped(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  return stopping.signal;
}

/** Ends when everything is written: a pipe takes it only as fast as its reader. */
function end(code: number): void {
  process.stdout.write('', () => process.exit(code));
}

// Its reader may have seen enough, as `head` has.
process.stdout.on('error', () => process.exit(1));
run(process.argv.slice(2), stopped()).then(
  (allWell) => end(allWell ? 0 : 1),
  (error: unknown) => {
    warn(error instanceof Error ? error.message : String(error));
    end(error instanceof ArgumentError ? 2 : 1);
  },
);
