import type { Owner } from './owner';

const RECENT_CALLS = 50;

/** The owner's state for a person to read. */
export function page(owner: Owner): string {
  const { trips, holds, confirmed, tombstones, behaviours, calls } = owner.state();
  const bookings = [...holds, ...confirmed, ...tombstones];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Booking owner</title><style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100% } td, th { padding: .25rem .75rem .25rem 0; text-align: left }
  tr { border-bottom: 1px solid #ddd } code { background: #f4f4f4; padding: .1rem .3rem }
</style></head><body>
<h1>Booking owner</h1>
<p>Stands in for the service that owns bookings: it holds, confirms and releases places.</p>
<h2>Trips</h2>
${table(
  ['trip', 'places', 'taken'],
  trips.map((t) => [t.trip, t.places, t.taken]),
)}
<h2>Bookings</h2>
${table(
  ['booking', 'trip', 'state', 'user'],
  bookings.map((b) => [b.bookingId, b.trip, b.state, b.userId]),
)}
<h2>Behaviours</h2>
${table(
  ['booking', 'behaviour'],
  Object.entries(behaviours).map(([id, how]) => [id, JSON.stringify(how)]),
)}
<h2>Last calls</h2>
${table(
  ['at', 'action', 'booking', 'status', 'answer'],
  calls
    .slice(-RECENT_CALLS)
    .reverse()
    .map((c) => [c.at, c.action, c.bookingId, c.status, JSON.stringify(c.answer)]),
)}
<h2>Control</h2>
<p><code>PUT /_control/trips/{bookingReference}</code> <code>{"places": 2}</code><br>
<code>PUT /_control/bookings/{bookingId or *}/behaviour</code>
<code>{"refuseConfirm": true, "times": 1}</code>; also refuseHold, down, notFound, slowMs, lateMs,
price {amount, currency}<br>
<code>GET /_control/state</code></p>
</body></html>`;
}

function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  if (rows.length === 0) return '<p>None.</p>';
  const line = (cells: readonly unknown[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${line(head, 'th')}${rows.map((row) => line(row, 'td')).join('\n')}</table>`;
}

function escaped(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
