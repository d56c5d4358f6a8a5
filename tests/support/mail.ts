// A receiving mail server inside the test: what the portal sends arrives here over real SMTP.
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

const WAIT_LIMIT_MS = 15_000;

export interface Mail {
  /** The envelope's recipients. */
  to: string[];
  /** The envelope's sender: where a delivery report would go. */
  from: string;
  subject: string;
  text: string;
  html: string;
  /** Everything else: headers, attachments. */
  message: Email;
  /** The message as it came over the wire. */
  raw: Buffer;
}

export interface Wanted {
  to: string;
  subject?: RegExp;
}

interface Waiter {
  matches: (mail: Mail) => boolean;
  take: (mail: Mail) => void;
}

export class Mailbox {
  /** Everything that arrived, in order. */
  readonly received: Mail[] = [];
  private readonly taken = new Set<Mail>();
  private readonly waiting: Waiter[] = [];
  private readonly refused = new Map<string, { code: number; text: string }>();
  private readonly server: SMTPServer;

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onRcptTo: (address, _session, done) => {
        const refusal = this.refused.get(address.address.toLowerCase());
        done(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
      },
      onData: (stream, session, done) => {
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map((recipient) => recipient.address.toLowerCase());
        this.take(stream, mailFrom ? mailFrom.address : '', to).then(() => done(), done);
      },
    });
    // A program that a test kills may be in the middle of a mail. It sends it again when it is back; without a listener
    // the broken connection would end the test instead.
    this.server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') {
        throw error;
      }
    });
  }

  static async open(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    mailbox.server.listen(0, '127.0.0.1');
    await once(mailbox.server.server, 'listening');
    return mailbox;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  /** The next mail that fits and was not given out before; waits for it when it is still to come. */
  async next({ to, subject }: Wanted): Promise<Mail> {
    const matches = (mail: Mail) =>
      mail.to.includes(to.toLowerCase()) && (subject === undefined || subject.test(mail.subject));
    const there = this.received.find((mail) => !this.taken.has(mail) && matches(mail));
    if (there !== undefined) {
      this.taken.add(there);
      return there;
    }
    return new Promise<Mail>((resolve, reject) => {
      const waiter: Waiter = {
        matches,
        take: (mail) => {
          clearTimeout(limit);
          resolve(mail);
        },
      };
      const limit = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        const seen = this.received.map((mail) => `${mail.to.join(', ')}: ${mail.subject}`).join('\n');
        reject(new Error(`no mail to ${to} with subject ${subject ?? 'any'}; there were:\n${seen}`));
      }, WAIT_LIMIT_MS);
      this.waiting.push(waiter);
    });
  }

  /** From now on this address is refused during the SMTP dialogue, as an unknown mailbox is. */
  refuse(address: string, code = 550, text = '5.1.1 No such mailbox'): void {
    this.refused.set(address.toLowerCase(), { code, text });
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  private async take(stream: SMTPServerDataStream, from: string, to: string[]): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
    }
    const raw = Buffer.concat(chunks);
    const message = await PostalMime.parse(raw);
    const { subject = '', text = '', html = '' } = message;
    const mail: Mail = { from, to, subject, text, html, message, raw };
    this.received.push(mail);
    const waiter = this.waiting.findIndex((candidate) => candidate.matches(mail));
    if (waiter !== -1) {
      this.taken.add(mail);
      this.waiting.splice(waiter, 1)[0]?.take(mail);
    }
  }
}

/** The first link in a mail's text whose path fits. */
export function linkIn(mail: Mail, path: RegExp): string {
  for (const [link] of mail.text.matchAll(/https?:\/\/[^\s<>")]+/g)) {
    const { pathname } = new URL(link);
    if (path.test(pathname)) {
      return link;
    }
  }
  throw new Error(`no link to ${path} in:\n${mail.text}`);
}
