import { createServer } from 'node:http';
import { createApp } from './app';
import { openJournal } from './journal';
import { createOwner } from './owner';

const HOST = '127.0.0.1';
const port = Number(process.env['OWNER_PORT'] ?? 3005);
const stateFile = process.env['OWNER_STATE'] ?? '.local/booking-owner.jsonl';

const server = createServer(createApp(createOwner(openJournal(stateFile))));
server.listen(port, HOST, () => {
  const url = `http://${HOST}:${port}`;
  process.stdout.write(`${JSON.stringify({ msg: 'ready', name: 'booking-owner', url })}\n`);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections(); // callers try again; the journal has what was done
  });
