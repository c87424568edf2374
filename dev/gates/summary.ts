export interface Result {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly tookMs: number;
}

/** A line per gate, and a closing line that counts them. */
export function summary(results: readonly Result[]): string {
  const lines = results.map(({ name, outcome, tookMs }) => {
    const took = outcome === 'skipped' ? '' : `${(tookMs / 1_000).toFixed(1).padStart(7)} s`;
    return `  ${name.padEnd(12)} ${outcome.padEnd(8)}${took}`;
  });
  const count = (outcome: Result['outcome']) =>
    results.filter((result) => result.outcome === outcome).length;
  const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : '';
  return `\n${lines.join('\n')}\n\n${count('passed')} passed, ${count('failed')} failed${skipped}`;
}
