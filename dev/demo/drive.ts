import type { DemoBooking } from './booking';
import type { Stage } from './stage/stage';

/** Drives one booking to its end. What stops it is kept with it: the others go on. */
export async function drive(
  booking: DemoBooking,
  stage: Stage,
  say: (line: string) => void,
): Promise<void> {
  const { ending, bookingId } = booking;
  try {
    await ending.drive(booking, stage);
    await stage.api.read(booking);
    booking.step = 'done';
    say(`${bookingId}: ${ending.about}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    booking.trouble = `while ${booking.step}, ${reason}`;
    booking.step = 'stuck';
    say(`${bookingId}: stuck, ${reason}`);
  }
}
