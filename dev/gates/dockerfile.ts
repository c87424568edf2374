/** One step of a Dockerfile: its word in capitals, and the rest of the line. */
interface Step {
  readonly word: string;
  readonly text: string;
}

export interface Stage {
  readonly name: string;
  readonly image: string;
  readonly steps: readonly Step[];
}

const KNOWN = new Set(
  'FROM WORKDIR COPY RUN ENV USER EXPOSE HEALTHCHECK CMD ENTRYPOINT LABEL'.split(' '),
);

/** The stages of a Dockerfile, in order. Refuses what it does not understand. */
export function parseDockerfile(text: string): Stage[] {
  const stages: { name: string; image: string; steps: Step[] }[] = [];
  for (const step of steps(text)) {
    if (!KNOWN.has(step.word)) throw new Error(`the Dockerfile uses ${step.word}`);
    const current = stages.at(-1);
    if (step.word === 'FROM') {
      const [, image = '', name = 'final'] = /^(\S+)(?: AS (\S+))?$/i.exec(step.text) ?? [];
      stages.push({ name, image, steps: [] });
    } else if (current === undefined) throw new Error(`${step.word} before FROM`);
    else current.steps.push(step);
  }
  return stages;
}

export interface Copy {
  /** A stage, or undefined for the checkout. */
  readonly from: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
}

export function parseCopy(text: string): Copy {
  const words = text.split(/\s+/);
  const options = words.filter((word) => word.startsWith('--'));
  const paths = words.filter((word) => !word.startsWith('--'));
  const from = options.map((option) => /^--from=(.+)$/.exec(option)?.[1]).find(Boolean);
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? '.' };
}

/** The names that .dockerignore keeps out; only plain paths are understood. */
export function parseIgnored(text: string): Set<string> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const odd = lines.filter((line) => /[*!?[]/.test(line));
  if (odd.length > 0) throw new Error(`.dockerignore uses patterns: ${odd.join(' ')}`);
  return new Set(lines);
}

/** The program and arguments of a CMD; the form without brackets would run in a shell. */
export function parseCommand(text: string): string[] {
  const words: unknown = text.startsWith('[') ? JSON.parse(text) : undefined;
  if (!Array.isArray(words) || words.length === 0 || words.some((word) => typeof word !== 'string'))
    throw new Error(`CMD is not a list of words: ${text}`);
  return words as string[];
}

function steps(text: string): Step[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line.trim()) ?? [];
      return { word: word.toUpperCase(), text: rest.trim() };
    });
}
