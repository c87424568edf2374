/**
 * For a person's eyes: secrets are left out, whatever else is there stays. Patterns on the text
 * itself, since a dead letter may be anything but JSON.
 */
const SECRET = /secret|signature|password|token|authorization|api_?key|private_?key/i;

/** A member of a JSON object, also of JSON that stands in a string of another one, thrice at most. */
const MEMBER = new RegExp(
  String.raw`(\\{0,7}"[^"\\]{0,100}(?:${SECRET.source})[^"\\]{0,100}\\{0,7}"\s*:\s*)(\\{0,7}")[^]*?(?:(?<!\\)\2|$)`,
  'gi',
);

export function isSecret(name: string): boolean {
  return SECRET.test(name);
}

export function redacted(text: string): string {
  return text
    .replaceAll(MEMBER, '$1$2[redacted]$2')
    .replaceAll(/\b[a-z]+_\w+_secret_\w+/gi, '[redacted]')
    .replaceAll(/\b(?:sk|rk)_(?:test|live)_\w+|\bwhsec_\w+/g, '[redacted]')
    .replaceAll(/\bv\d=[0-9a-f]{32,}/gi, '[redacted]')
    .replaceAll(/\bBearer\s+\S+/gi, '[redacted]');
}

/** What would steer a terminal is shown, not obeyed. Line breaks stay where `lines` are wanted. */
export function printable(text: string, lines = false): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (sign) =>
    lines && (sign === '\n' || sign === '\t') ? sign : escaped(sign),
  );
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
