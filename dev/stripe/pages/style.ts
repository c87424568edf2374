export const style = `
:root { color-scheme: light dark; --accent: #3d3ac9; --line: #c9ced9; --soft: #f3f4f8; --text: #1c2333;
  --paper: #fff; --bad: #a3162a; --badsoft: #fdeef0; --good: #12633a; --muted: #566077; }
@media (prefers-color-scheme: dark) { :root { --accent: #a5a3ff; --line: #414963; --soft: #1b2030;
  --text: #eceef5; --paper: #12151f; --bad: #ff9aa8; --badsoft: #3a1a20; --good: #7fd6a4; --muted: #a8b0c4; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--soft); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
.ribbon { margin: 0; padding: .4rem 1rem; text-align: center; font-size: .85rem; color: #3b2f00; background: #ffe9a8; }
main { max-width: 26rem; margin: 1.5rem auto; padding: 1.5rem; background: var(--paper);
  border: 1px solid var(--line); border-radius: .75rem; }
main.wide { max-width: 62rem; }
h1 { margin: 0 0 .25rem; font-size: 1.35rem; } h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
.amount { margin: 0 0 1.25rem; font-size: 2rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.muted { color: var(--muted); } .good { color: var(--good); }
label { display: block; margin: .9rem 0 .25rem; font-weight: 600; }
input { width: 100%; padding: .65rem .75rem; font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--line); border-radius: .5rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; }
button, .button { display: block; width: 100%; margin-top: 1rem; padding: .75rem; font: inherit; font-weight: 650;
  text-align: center; text-decoration: none; color: var(--paper); background: var(--accent);
  border: 1px solid var(--accent); border-radius: .5rem; cursor: pointer; }
button.quiet { color: var(--accent); background: transparent; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.alert { margin: 0 0 1rem; padding: .75rem; color: var(--bad); background: var(--badsoft); border-radius: .5rem; }
details { margin-top: 1.25rem; } summary { cursor: pointer; font-weight: 600; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { padding: .35rem .5rem .35rem 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
td.card { white-space: nowrap; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
a { color: var(--accent); }
`;
