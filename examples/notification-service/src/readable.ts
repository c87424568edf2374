const SHOWN = /^(from|to|subject|date|message-id):/i;

/** A mail of one text, as a person reads it. */
export function readable(mail: string): string {
  const [head = '', ...rest] = mail.split('\r\n\r\n');
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const encoding = lines.find((line) => /^content-transfer-encoding:/i.test(line)) ?? '';
  const body = decoded(rest.join('\r\n\r\n'), encoding);
  return [...lines.filter((line) => SHOWN.test(line)), '', body.replaceAll('\r\n', '\n')].join(
    '\n',
  );
}

function decoded(body: string, encoding: string): string {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64').toString();
  if (!/quoted-printable/i.test(encoding)) return body;
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
