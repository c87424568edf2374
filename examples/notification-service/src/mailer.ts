import { PoisonRecord } from '@booking-payment/events';
import { createTransport } from 'nodemailer';
import type { Mail } from './mails';

interface MailerOptions {
  readonly smtpUrl: string;
  readonly from: string;
  /** Events hold no address: here it is made of the user's id, with you it comes from who knows it. */
  readonly addressOf: (userId: string) => string;
}

export type Mailer = ReturnType<typeof createMailer>;

export function createMailer({ smtpUrl, from, addressOf }: MailerOptions) {
  const transport = createTransport(smtpUrl, { from });
  return {
    async send(event: { eventId: string; payload: { userId: string } }, mail: Mail) {
      try {
        await transport.sendMail({
          ...mail,
          to: addressOf(event.payload.userId),
          // The same in every copy: a mailbox can drop what we could not.
          messageId: `<${event.eventId}@notification-service>`,
        });
      } catch (error) {
        if (isRefused(error)) throw new PoisonRecord('refused', 'The mail server refuses the mail');
        throw error; // it is away, or asks us to come later
      }
    },
    close: () => transport.close(),
  };
}

/** 5xx of SMTP is final; 4xx is not. */
function isRefused(error: unknown): boolean {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  return typeof responseCode === 'number' && responseCode >= 500 && code !== 'EAUTH';
}
