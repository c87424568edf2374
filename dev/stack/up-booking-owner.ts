import { startBookingOwner } from '../parts/booking-owner';
import type { StackDescription } from './description';
import { localUrl, type Site } from './site';
import { supervised } from './supervised';

export async function upBookingOwner(site: Site): Promise<StackDescription['bookingOwner']> {
  const { env, local, ports, onSpawn } = site;
  const given = env['BOOKING_OWNER_URL'];
  if (given) return { url: given, from: 'BOOKING_OWNER_URL' };
  const start = () =>
    startBookingOwner({
      port: ports.bookingOwner,
      stateFile: local.bookingOwner,
      env,
      logFile: local.log('booking-owner'),
      onSpawn,
    });
  await supervised('bookingOwner', start, site.supervision('booking-owner'));
  site.progress('booking-owner', 'up: a small one with a real inventory of places');
  return { url: localUrl(ports.bookingOwner) };
}
