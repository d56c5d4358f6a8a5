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

/** What a mail server sends back about a mail. */
export interface Report {
  to: string;
  text: string;
}

type Pipe = (report: string) => Promise<void>;

interface Bouncing {
  wanted: Wanted;
  pipe: Pipe;
  told: (report: Report) => void;
  failed: (reason: unknown) => void;
}

interface Waiter {
  matches: (mail: Mail) => boolean;
  take: (mail: Mail) => void;
}

function fits(mail: Mail, { to, subject }: Wanted): boolean {
  return mail.to.includes(to.toLowerCase()) && (subject === undefined || subject.test(mail.subject));
}

export class Mailbox {
  /** Everything that arrived, in order. */
  readonly received: Mail[] = [];
  private readonly taken = new Set<Mail>();
  private readonly waiting: Waiter[] = [];
  private readonly bouncing: Bouncing[] = [];
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
        this.take(stream, mailFrom ? mailFrom.address : '', to).then((mail) => {
          done();
          this.sendBack(mail);
        }, done);
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
    const wanted: Wanted = subject === undefined ? { to } : { to, subject };
    const matches = (mail: Mail) => fits(mail, wanted);
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

  /**
   * From now on a mail that fits is taken, and comes back: a report goes to the sender of its envelope, whose mail
   * server hands it to `pipe`, as `docs/operating.md` has it set up. Resolves to the first report once that is done.
   */
  bounce(wanted: Wanted, pipe: Pipe): Promise<Report> {
    return new Promise((told, failed) => this.bouncing.push({ wanted, pipe, told, failed }));
  }

  private sendBack(mail: Mail): void {
    for (const { pipe, told, failed } of this.bouncing.filter(({ wanted }) => fits(mail, wanted))) {
      const text = deliveryReport(mail, 'failed');
      pipe(text).then(() => told({ to: mail.from, text }), failed);
    }
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  private async take(stream: SMTPServerDataStream, from: string, to: string[]): Promise<Mail> {
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
    return mail;
  }
}

/** What a mail server says to the sender of a mail that it took: it could not pass it on, yet or at all (RFC 3464). */
export function deliveryReport(mail: Mail, action: 'failed' | 'delayed'): string {
  const [status, words] = action === 'failed' ? ['5.1.1', '550 5.1.1 No such mailbox'] : ['4.4.1', '451 4.4.1 Connection timed out'];
  const raw = mail.raw.toString('latin1');
  return [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.university.example',
    `To: ${mail.from}`,
    `Subject: ${action === 'failed' ? 'Undelivered mail' : 'Delayed mail (still being retried)'}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=part',
    '',
    '--part',
    'Content-Type: text/plain',
    '',
    'About the mail below.',
    '--part',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.university.example',
    '',
    `Final-Recipient: rfc822; ${mail.to[0]}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${words}`,
    '',
    '--part',
    'Content-Type: text/rfc822-headers',
    '',
    // Its own headers, as they came over the wire.
    raw.slice(0, raw.indexOf('\r\n\r\n')),
    '',
    '--part--',
    '',
  ].join('\r\n');
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
