import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';
import { readable } from './readable';

/** A mail server for trying things out: it takes every mail, shows it, and keeps and sends nothing. */
const port = z.coerce.number().int().min(0).max(65_535).default(1025);
const given = port.safeParse(process.env['SINK_PORT'] || undefined);
if (!given.success) end('SINK_PORT: must be a port, 0 to 65535');

const say = (line: string) => void process.stdout.write(`${line}\n`);

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, done) {
    text(stream).then(
      (mail) => {
        say(`${'-'.repeat(72)}\n${readable(mail)}`);
        done();
      },
      (error: unknown) => done(error as Error),
    );
  },
});
server.on('error', (error: NodeJS.ErrnoException) => {
  // Of a connection that broke off nothing is to be said; without its port it is of no use.
  if (error.syscall === 'listen') end(`SINK_PORT: cannot listen there (${error.code})`);
});
server.listen(given.data, '127.0.0.1', () => {
  const { port: taken } = server.server.address() as AddressInfo;
  say(`takes mails at smtp://127.0.0.1:${taken} and shows them here; Ctrl-C ends it`);
});

function end(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
