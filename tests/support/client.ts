// A person at the API without a browser: for bringing about what a test needs before it begins, and for loads.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { linkIn, type Mailbox } from './mail.ts';

export interface Answer {
  status: number;
  /** The row's version, for If-Match; absent where nothing has one. */
  etag: string | undefined;
  /** Parsed where it is JSON. */
  body: unknown;
}

export interface Person {
  userName: string;
  email: string;
  passphrase: string;
  givenNames: string;
  familyName: string;
}

export class Client {
  private cookie: string | undefined;
  private readonly agent = new Agent({ keepAlive: true });

  /** `address` stands in X-Forwarded-For; it counts only where the server trusts a proxy on loopback. */
  constructor(
    private readonly origin: string,
    private readonly address?: string,
  ) {}

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  /** Under a fresh idempotency key. */
  post(path: string, body?: unknown, etag?: string): Promise<Answer> {
    return this.send('POST', path, body, { 'idempotency-key': randomUUID(), ...ifMatch(etag) });
  }

  /** A file as the body, under a fresh idempotency key. */
  upload(path: string, bytes: Buffer): Promise<Answer> {
    return this.send('POST', path, bytes, { 'idempotency-key': randomUUID() });
  }

  put(path: string, body: unknown, etag: string): Promise<Answer> {
    return this.send('PUT', path, body, ifMatch(etag));
  }

  /** Registers, follows the mailed link, and signs in. */
  async register(person: Person, mailbox: Mailbox): Promise<void> {
    const site = expectBody<{ privacy_version: string; terms_version: string }>(await this.get('/api/v1/site'), 200);
    const registration = {
      user_name: person.userName,
      email: person.email,
      passphrase: person.passphrase,
      given_names: person.givenNames,
      family_name: person.familyName,
      privacy_version: site.privacy_version,
      terms_version: site.terms_version,
    };
    expectBody(await this.send('POST', '/api/v1/registrations', registration), 202);
    const link = linkIn(await mailbox.next({ to: person.email, subject: /^Confirm/ }), /^\/verify$/);
    const token = new URL(link).hash.slice(1);
    expectBody(await this.send('POST', '/api/v1/email-verifications', { token }), 200);
    await this.signIn(person);
  }

  async signIn({ userName, passphrase }: Pick<Person, 'userName' | 'passphrase'>): Promise<void> {
    expectBody(await this.send('POST', '/api/v1/session', { identifier: userName, passphrase }), 200);
  }

  /** Gives the code of the second factor, for whom one is asked after the passphrase. */
  async giveCode(code: string): Promise<void> {
    expectBody(await this.send('POST', '/api/v1/session/second-factor', { code }), 200);
  }

  /** The session's cookie, for a browser that goes on as this person. */
  get session(): { name: string; value: string } {
    const [name = '', value = ''] = (this.cookie ?? '').split('=');
    return { name, value };
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const isFile = Buffer.isBuffer(body);
    const payload = body === undefined || isFile ? body : JSON.stringify(body);
    const url = new URL(path, this.origin);
    return new Promise((resolve, reject) => {
      const outgoing = request(url, {
        method,
        agent: this.agent,
        headers: {
          // What a browser says of its own page's requests; without it a change with a cookie is refused.
          'sec-fetch-site': 'same-origin',
          ...(payload === undefined || isFile ? {} : { 'content-type': 'application/json' }),
          ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
          ...(this.address === undefined ? {} : { 'x-forwarded-for': this.address }),
          ...headers,
        },
      });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('error', reject);
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          this.keepCookie(incoming.headers['set-cookie']);
          const text = Buffer.concat(chunks).toString();
          const isJson = /json/.test(incoming.headers['content-type'] ?? '');
          const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : text;
          resolve({ status: incoming.statusCode ?? 0, etag: incoming.headers.etag, body: parsed });
        });
      });
      outgoing.end(payload);
    });
  }

  private keepCookie(set: string[] | undefined): void {
    const pair = set?.[0]?.split(';')[0];
    if (pair !== undefined) {
      this.cookie = pair;
    }
  }
}

/** The body of an answer that has to have this status. */
export function expectBody<T>(answer: Answer, status: number): T {
  if (answer.status !== status) {
    throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  return answer.body as T;
}

function ifMatch(etag: string | undefined): Record<string, string> {
  return etag === undefined ? {} : { 'if-match': etag };
}
