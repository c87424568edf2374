import { readArguments } from '../../src/dead-letters/arguments';
import { printable, redacted } from '../../src/dead-letters/redaction';

const NOW = new Date('2026-03-04T09:15:00Z');
const read = (...given: string[]) => readArguments(given, NOW);

describe('the arguments', () => {
  it('name a command, and what it needs', () => {
    expect(read()).toEqual({ command: 'help' });
    expect(read('replay', '--help')).toEqual({ command: 'help' });
    expect(read('list')).toEqual({ command: 'list', filter: {}, json: false });
    expect(read('show', '12', '--value')).toMatchObject({ id: '12', value: true });
    expect(read('replay', '4', '1:5', '4')).toMatchObject({ ids: ['4', '1:5'], filter: {} });
    expect(read('replay', '--all')).toMatchObject({ ids: [], filter: {}, dryRun: false });
    expect(read('replay', '--key', 'k', '--to', 'x', '--dry-run', '--again')).toMatchObject({
      ...{ to: 'x', dryRun: true, again: true, filter: { keys: ['k'] } },
    });
  });

  it('filter, in any of several values', () => {
    const given = ['--topic', 'a', '--topic', 'b', '--reason', 'schema', '--state', 'open'];
    expect(read('list', ...given, '--since', '3d')).toMatchObject({
      filter: {
        ...{ topics: ['a', 'b'], reasons: ['schema'], state: 'open' },
        since: new Date('2026-03-01T09:15:00Z'),
      },
    });
  });

  it.each([
    [['burn'], '"burn" is no command. Give one of list, show, replay.'],
    [['list', '7'], 'list: "7" is no option. To see one letter, use show'],
    [['list', '--dry-run'], "list: Unknown option '--dry-run'.\n\nnpm run dlq"],
    [['list', '--since', 'yesterday'], '--since: "yesterday" is neither a time nor an age'],
    [['list', '--reason', 'bad'], '--reason: "bad" is unknown. Give one of schema, signature,'],
    [['list', '--state', 'lost'], '--state: "lost" is unknown. Give one of open, replayed.'],
    [['show'], 'show: it shows one letter. Give its id'],
    [['show', '1', '2'], 'show: it shows one letter'],
    [['show', 'x'], '"x" is no id. Give a number of the first column of list.'],
    [['replay'], 'replay: say which letters, in one way: by their ids, by filters'],
    [['replay', '--dry-run'], 'say which letters'],
    [['replay', '1', '--all'], 'in one way'],
    [['replay', '--all', '--key', 'k'], 'in one way'],
    [['replay', '1', '--to='], '--to: it is empty'],
  ])('that are wrong are named, with the rule and a way out: %j', (given, words) => {
    expect(() => read(...given)).toThrow(words);
  });
});

describe('what is shown', () => {
  it.each([
    ['{"client_secret":"abc","id":1}', '{"client_secret":"[redacted]","id":1}'],
    ['{"clientSecret" : "a\\"b", "x": 2', '{"clientSecret" : "[redacted]", "x": 2'],
    ['{"signature":"t=1,v1=00', '{"signature":"[redacted]"'],
    [
      '{"rawPayload":"{\\"client_secret\\":\\"abc\\",\\"id\\":1}"}',
      '{"rawPayload":"{\\"client_secret\\":\\"[redacted]\\",\\"id\\":1}"}',
    ],
    ['see pi_3Q_secret_x9 here', 'see [redacted] here'],
    ['whsec_abc sk_test_1 rk_live_2', '[redacted] [redacted] [redacted]'],
    [`t=1,v1=${'a1'.repeat(32)}`, 't=1,[redacted]'],
    ['{"amount":2500}', '{"amount":2500}'],
  ])('has no secrets: %s', (text, shown) => expect(redacted(text)).toBe(shown));

  it('is large or deep, and quick all the same', () => {
    const began = performance.now();
    redacted('['.repeat(1_000_000));
    redacted('"secret'.repeat(140_000));
    redacted('\\'.repeat(200_000));
    redacted('a_'.repeat(200_000));
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('does not steer the terminal', () => {
    expect(printable('a\u001b[31mb\nc')).toBe('a\\u001b[31mb\\u000ac');
    expect(printable('a\nb\r', true)).toBe('a\nb\\u000d');
  });
});
