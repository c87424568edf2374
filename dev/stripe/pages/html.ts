/** Markup that is safe as it is; everything else is escaped where it is put in. */
export type Html = { markup: string };

type Part = Html | Html[] | string | number | undefined | false;

export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  const markup = texts.map(
    (text, index) => text + (index < parts.length ? safe(parts[index]) : ''),
  );
  return { markup: markup.join('') };
}

function safe(part: Part): string {
  if (part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(safe).join('');
  return typeof part === 'object' ? part.markup : escaped(String(part));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? '');
