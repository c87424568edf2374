import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createApp } from '../../../dev/booking-owner/app';
import type { Behaviour } from '../../../dev/booking-owner/behaviour';
import { openJournal } from '../../../dev/booking-owner/journal';
import { createOwner } from '../../../dev/booking-owner/owner';

/** The booking owner in this process, with its real inventory. */
export async function startHouse(dir: string) {
  const owner = createOwner(openJournal(join(dir, 'owner.jsonl')));
  const server = createServer(createApp(owner));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    treats: (bookingId: string, behaviour: Behaviour) => owner.setBehaviour(bookingId, behaviour),
    /** Where it has the booking: held, confirmed, released; undefined when it never heard of it. */
    placeOf: (bookingId: string) => owner.booking(bookingId)?.state,
    setPlaces: owner.setPlaces,
    calls: () => owner.state().calls,
    trips: () => owner.state().trips,
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type House = Awaited<ReturnType<typeof startHouse>>;
