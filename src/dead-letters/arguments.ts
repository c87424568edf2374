import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ArgumentError, instantOf } from '../instant-argument';
import { REASONS, STATES, type Filter } from './selection';
import { HELP } from './help';

export type Arguments =
  | { command: 'help' }
  | { command: 'list'; filter: Filter; json: boolean }
  | { command: 'show'; id: string; value: boolean; json: boolean }
  | ReplayArguments;

export interface ReplayArguments {
  command: 'replay';
  /** Empty: what fits the filter. */
  ids: readonly string[];
  filter: Filter;
  to?: string;
  dryRun: boolean;
  again: boolean;
}

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean', default: false } as const;

const FILTERS = { topic: texts, reason: texts, key: texts, since: text, state: text };
const OPTIONS = {
  list: { ...FILTERS, json: flag },
  show: { value: flag, json: flag },
  replay: { ...FILTERS, all: flag, to: text, 'dry-run': flag, again: flag },
};
const COMMANDS = Object.keys(OPTIONS).join(', ');

export function readArguments(given: readonly string[], now: Date): Arguments {
  const [command, ...rest] = given;
  if (given.length === 0 || given.includes('--help')) return { command: 'help' };
  switch (command) {
    case 'list':
      return listing(rest, now);
    case 'show':
      return showing(rest);
    case 'replay':
      return replaying(rest, now);
    default:
      throw new ArgumentError(`"${command}" is no command. Give one of ${COMMANDS}.\n\n${HELP}`);
  }
}

function listing(given: string[], now: Date): Arguments {
  const { values, positionals } = parsed('list', given, OPTIONS.list);
  if (positionals.length > 0)
    throw new ArgumentError(`list: "${positionals[0]}" is no option. To see one letter, use show.`);
  return { command: 'list', filter: filterOf(values, now), json: values.json };
}

function showing(given: string[]): Arguments {
  const { values, positionals } = parsed('show', given, OPTIONS.show);
  const [id, second] = positionals;
  if (id === undefined || second !== undefined)
    throw new ArgumentError('show: it shows one letter. Give its id, the first column of list.');
  return { command: 'show', id: idIn(id), value: values.value, json: values.json };
}

function replaying(given: string[], now: Date): ReplayArguments {
  const { values, positionals } = parsed('replay', given, OPTIONS.replay);
  const filter = filterOf(values, now);
  const ways = [positionals.length > 0, Object.keys(filter).length > 0, values.all];
  if (ways.filter(Boolean).length !== 1)
    throw new ArgumentError(
      'replay: say which letters, in one way: by their ids, by filters (--topic, --reason, --key, ' +
        '--since, --state), or --all.',
    );
  const { to, again, 'dry-run': dryRun } = values;
  if (to === '') throw new ArgumentError('--to: it is empty. Give the name of a topic.');
  const ids = [...new Set(positionals.map(idIn))];
  return { command: 'replay', ids, filter, dryRun, again, ...(to !== undefined && { to }) };
}

interface FilterValues {
  topic?: string[];
  reason?: string[];
  key?: string[];
  since?: string;
  state?: string;
}

function filterOf({ topic, reason, key, since, state }: FilterValues, now: Date): Filter {
  const reasons = reason?.map((word) => oneOf('--reason', word, REASONS));
  return {
    ...(topic && { topics: topic }),
    ...(reasons && { reasons }),
    ...(key && { keys: key }),
    ...(since !== undefined && { since: instantOf('--since', since, now) }),
    ...(state !== undefined && { state: oneOf('--state', state, STATES) }),
  };
}

function oneOf<T extends string>(option: string, word: string, words: readonly T[]): T {
  const found = words.find((known) => known === word);
  if (found !== undefined) return found;
  throw new ArgumentError(`${option}: "${word}" is unknown. Give one of ${words.join(', ')}.`);
}

function idIn(word: string): string {
  if (/^\d{1,15}(:\d{1,15})?$/.test(word)) return word;
  throw new ArgumentError(`"${word}" is no id. Give a number of the first column of list.`);
}

function parsed<T extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  args: string[],
  options: T,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const [what] = (error as Error).message.split('. '); // Node adds advice that does not fit
    throw new ArgumentError(`${command}: ${what}.\n\n${HELP}`);
  }
}
