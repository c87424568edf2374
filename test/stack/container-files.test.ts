import { complaints, literalSecrets } from '../../dev/gates/compose-rules';
import { parseCommand, parseCopy, parseDockerfile, parseIgnored } from '../../dev/gates/dockerfile';

describe('the reading of a Dockerfile', () => {
  it('finds stages and steps, over continued lines and comments', () => {
    const stages = parseDockerfile(
      '# why\nFROM node:20 AS build\nRUN a \\\n  && b\n\nFROM node:20\nCOPY --from=build /x y\n',
    );
    expect(stages).toEqual([
      { name: 'build', image: 'node:20', steps: [{ word: 'RUN', text: 'a && b' }] },
      { name: 'final', image: 'node:20', steps: [{ word: 'COPY', text: '--from=build /x y' }] },
    ]);
    expect(parseCopy('--from=build --chown=node a b ./')).toEqual({
      from: 'build',
      sources: ['a', 'b'],
      target: './',
    });
  });

  it('refuses what it does not understand', () => {
    expect(() => parseDockerfile('FROM a\nADD b c')).toThrow('uses ADD');
    expect(() => parseIgnored('**/*.log')).toThrow('patterns');
  });
});

describe('the command of an image', () => {
  it('is a list of words, which no shell comes between', () => {
    expect(parseCommand('["node", "dist/server.js"]')).toEqual(['node', 'dist/server.js']);
    for (const text of ['node dist/server.js', '[]', '["node", 1]'])
      expect(() => parseCommand(text)).toThrow();
  });
});

describe('the rules for the compose file', () => {
  it('want versions, loopback and health checks', () => {
    const services = {
      a: { image: 'postgres:latest', restart: 'unless-stopped', ports: [{ published: '5432' }] },
      b: { image: 'kafka:4.3.1', depends_on: { a: {} } },
    };
    expect(complaints({ services })).toEqual([
      'a: postgres:latest is not pinned to a version',
      'a: port 5432 is open to other machines',
      'a: others wait for it, but it has no health check',
    ]);
  });

  it('want secrets from outside', () => {
    expect(literalSecrets('DB_PASSWORD: hunter2\nPASSWORD: ${X:?set it}\nUSER: me')).toEqual([
      'not from .env: DB_PASSWORD: hunter2',
    ]);
  });
});
