/**
 * Who may call the API without a token. Everybody, on a developer's own machine; nobody else
 * yet: tokens are not implemented. Answers why the process must not start.
 */
export function accessFault({ AUTH, HOST }: { AUTH: 'on' | 'off'; HOST: string }) {
  if (AUTH === 'on')
    return (
      'AUTH: authentication is not available in this version, so the API cannot start with ' +
      'AUTH=on. On your own machine set AUTH=off.'
    );
  if (!isLoopback(HOST))
    return (
      `AUTH: with AUTH=off anybody who reaches ${HOST} could create and refund payments. ` +
      'AUTH=off is accepted only with HOST=127.0.0.1, ::1 or localhost.'
    );
  return undefined;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
