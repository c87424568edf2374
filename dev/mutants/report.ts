import { seconds, type Finding } from './hunt';

/** A line per mutant; what survived or proved nothing comes last, with why. */
export function report(findings: readonly Finding[]): string {
  const killed = findings.filter(({ verdict }) => verdict.outcome === 'killed');
  const others = findings.filter(({ verdict }) => verdict.outcome !== 'killed');
  return [
    ...killed.map(row),
    ...(others.length > 0 ? ['', 'Not killed:'] : []),
    ...others.map(row),
    '',
    `${killed.length} of ${findings.length} mutants were killed.`,
  ].join('\n');
}

function row({ mutant, verdict, tookMs }: Finding): string {
  const head = `${mutant.case.padEnd(4)}${seconds(tookMs)}  ${mutant.about}`;
  switch (verdict.outcome) {
    case 'killed':
      return `${head}\n                died: ${verdict.by.title} (${verdict.by.file})`;
    case 'survived':
      return `${head}\n                SURVIVED: ${mutant.file} may say "${mutant.to}"`;
    case 'error':
      return `${head}\n                ERROR: ${verdict.why.trim().replaceAll('\n', '\n                ')}`;
  }
}
