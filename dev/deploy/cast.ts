import { newBooking, type DemoBooking } from '../demo/booking';
import { ENDINGS } from '../demo/endings';
import type { Ending } from '../demo/endings/ending';
import type { OpenStage } from '../demo/stage/stage';

/** A booking of the rehearsal, and the build that it began on. */
export interface Member {
  readonly booking: DemoBooking;
  readonly build: string;
  readonly intentId: string;
}

const PAID = ending('paid');
const NOT_CONFIRMED = ending('refused');
const REFUNDED = ending('refunded');
const SLOW_SECONDS = 600;
/** On a healthy stack it takes a second. */
const ENDED_WITHIN_MS = 25_000;

/** The bookings of a rehearsal: each act is done to all of them at once. */
export function createCast(stage: OpenStage, run: string) {
  const members: Member[] = [];
  let numbers = 0;

  /** By HTTP and by a Temporal client in turn; both must come to the build that is current. */
  async function begin(how: Ending, build: string): Promise<Member> {
    const { api, temporal, until, owner } = stage;
    const booking = newBooking(how, run, (numbers += 1));
    if (how === NOT_CONFIRMED) await owner.behave(booking, { refuseConfirm: true });
    if (numbers % 2 === 0) await temporal.start(booking);
    const intentId =
      numbers % 2 === 0
        ? (await until(booking, { payment: 'awaiting_payment' })).intentId
        : await api.create(booking);
    const member = { booking, build, intentId };
    members.push(member);
    return member;
  }

  /** What does not come is kept with the booking, and the others go on: it will be judged. */
  async function reaches({ booking }: Member, status: string): Promise<void> {
    try {
      await stage.until(booking, { booking: status }, 0, ENDED_WITHIN_MS);
    } catch (error) {
      booking.trouble = error instanceof Error ? error.message : String(error);
    }
  }

  const ended = (member: Member) =>
    reaches(member, member.booking.ending === NOT_CONFIRMED ? 'REFUNDED' : 'CONFIRMED');

  return {
    members,

    /** Bookings that are left open; the owner will not confirm the first one. */
    open: (build: string, count: number): Promise<Member[]> =>
      Promise.all(
        Array.from({ length: count }, (_, index) =>
          begin(index === 0 ? NOT_CONFIRMED : PAID, build),
        ),
      ),

    async pay(paying: readonly Member[]): Promise<void> {
      await Promise.all(
        paying.map(async (member) => {
          await stage.customer.pay(member.booking, member.intentId);
          await ended(member);
        }),
      );
    },

    /** Bookings that are confirmed, with a refund that Stripe takes its time for. */
    async openRefunds(build: string, count: number): Promise<Member[]> {
      const { customer, api } = stage;
      await customer.slowRefunds(SLOW_SECONDS);
      const begun = Array.from({ length: count }, async () => {
        const member = await begin(REFUNDED, build);
        await customer.pay(member.booking, member.intentId, 'pm_card_pendingRefund');
        await ended(member);
        await api.refund(member.booking, 'whole');
        return member;
      });
      return Promise.all(begun);
    },

    async settle(refunded: readonly Member[]): Promise<void> {
      await Promise.all(
        refunded.map(async (member) => {
          await stage.customer.settleRefund(member.booking, member.intentId);
          await reaches(member, 'REFUNDED');
        }),
      );
    },
  };
}

export type Cast = ReturnType<typeof createCast>;

function ending(name: string): Ending {
  const found = ENDINGS.find((each) => each.name === name);
  if (!found) throw new Error(`no such ending: ${name}`);
  return found;
}
