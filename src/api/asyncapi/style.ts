/** Of the page; its hash is the only style that the page's policy lets in. */
export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dde3, #3a424b); --soft: light-dark(#f5f7f9, #1c2127);
  --text: light-dark(#1b232b, #e4e8ec); --faint: light-dark(#5a6672, #9aa6b2); --link: light-dark(#0b57b0, #7cb4ff);
  --page: light-dark(#fff, #14181c); }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
a { color: var(--link); }
code, pre { font: 0.86em/1.5 ui-monospace, monospace; }
.layout { display: grid; grid-template-columns: 22rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1.25rem; border-right: 1px solid var(--line); background: var(--soft); font-size: 0.9rem; }
nav ul { list-style: none; margin: 0.25rem 0 1rem; padding: 0; }
nav li { margin: 0.15rem 0; overflow-wrap: anywhere; }
nav a { text-decoration: none; }
nav .family { font-weight: 600; }
main { padding: 2rem clamp(1rem, 4vw, 3rem) 6rem; max-width: 66rem; }
h1 { margin: 0 0 0.25rem; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 3rem 0 0.5rem; padding-top: 1rem; border-top: 2px solid var(--line); }
h3 { margin: 2.5rem 0 0.25rem; font-size: 1.15rem; overflow-wrap: anywhere; }
h4 { margin: 1.5rem 0 0.35rem; font-size: 1rem; }
h3 a, h4 a { color: inherit; text-decoration: none; }
p { margin: 0.4rem 0 0.8rem; max-width: 46rem; }
.faint { color: var(--faint); }
.tag { display: inline-block; padding: 0 0.5rem; border: 1px solid currentColor; border-radius: 1rem; font: 600 0.75rem/1.6 system-ui, sans-serif; vertical-align: middle; white-space: nowrap; }
.out { color: light-dark(#0a6b3d, #6fd39f); } .in { color: light-dark(#8a4b00, #f0b35e); } .both { color: light-dark(#6a2fa0, #c99bf5); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 0.5rem 0 1rem; font-size: 0.93rem; }
dt { color: var(--faint); } dd { margin: 0; }
.facts { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0.4rem 0 0.9rem; padding: 0; list-style: none; font-size: 0.92rem; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; }
th, td { padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--faint); font-weight: 600; white-space: nowrap; }
td:first-child { white-space: nowrap; }
td.type { font: 0.8rem/1.5 ui-monospace, monospace; min-width: 9rem; max-width: 19rem; overflow-wrap: anywhere; }
.rule { display: block; font-size: 0.75rem; overflow-wrap: anywhere; }
.d1 { padding-left: 1.6rem; } .d2 { padding-left: 2.6rem; } .d3 { padding-left: 3.6rem; }
pre { margin: 0; padding: 0.9rem 1rem; overflow: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); }
details { margin: 0.5rem 0; border: 1px solid var(--line); border-radius: 6px; }
details[open] { padding-bottom: 0.75rem; }
summary { padding: 0.5rem 0.8rem; cursor: pointer; overflow-wrap: anywhere; }
details > :not(summary) { margin-left: 0.8rem; margin-right: 0.8rem; }
@media (max-width: 52rem) {
  .layout { display: block; }
  nav { position: static; height: auto; padding: 0.75rem 1rem; border-right: 0; border-bottom: 1px solid var(--line); }
  nav .topics { display: none; }
  nav ul { margin: 0; } nav li, nav .family { display: inline-block; margin: 0.2rem 0.9rem 0.2rem 0; font-weight: 400; }
  table, tbody, tr, td { display: block; } thead { display: none; }
  tr { padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  td { padding: 0.05rem 0; border: 0; min-width: 0 !important; max-width: none !important; }
  td:first-child { white-space: normal; overflow-wrap: anywhere; font-weight: 600; }
  .fields td:first-child, .fields .type, .fields .always { display: inline-block; margin-right: 0.6rem; }
  .always::before { content: attr(data-label) ': '; color: var(--faint); } .key::before { content: 'key: '; color: var(--faint); }
  tr:has(.d1) { padding-left: 1rem; } tr:has(.d2) { padding-left: 2rem; } tr:has(.d3) { padding-left: 3rem; }
  .d1, .d2, .d3 { padding-left: 0; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.5rem; }
}
@media print { nav { display: none; } .layout { display: block; } details > * { display: block; } }
`;
