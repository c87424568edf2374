/** Markup that is safe to write as it is; everything else is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | undefined | false | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** ``html`<p>${text}</p>` `` */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  // Templates are indented for us; what they are filled with keeps its lines.
  const texts = strings.map((text) => text.replaceAll(/\n\s+/g, '\n'));
  return new Html(texts.map((text, index) => text + written(parts[index])).join(''));
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(written).join('');
  return String(part).replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!);
}
