import type { Crowd } from './crowd';
import { hasFailed, type Requests } from './requests';
import type { Rows } from './rows';

interface Watched {
  readonly rows: Pick<Rows, 'now'>;
  readonly crowd: Pick<Crowd, 'inside'>;
  readonly requests: Pick<Requests, 'all'>;
  readonly say: (line: string) => void;
}

const EVERY_MS = 5_000;

/** Says every few seconds how it goes. */
export function watch({ rows, crowd, requests, say }: Watched) {
  const look = async () => {
    const { bookings, confirmed, waiting } = await rows.now();
    const errors = requests.all.filter(hasFailed);
    const slowest = requests.all.reduce((most, { tookMs }) => Math.max(most, tookMs), 0);
    const counts = `${bookings} bookings, ${confirmed} confirmed, ${crowd.inside()} customers`;
    const api = `API errors ${errors.length}, slowest ${(slowest / 1_000).toFixed(1)} s`;
    say(`${counts}; ${api}; ${waiting} records wait`);
  };
  const timer = setInterval(() => void look().catch(() => undefined), EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
