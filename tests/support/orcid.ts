// An ORCID for tests: a page where somebody agrees or denies, tokens signed with a key of its own, and no patience with a
// request that is not just as it should be. It stands on another site than the portal: `localhost`, not 127.0.0.1.
//
// What it cannot prove: that ORCID itself takes and answers requests in just this way.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const CLIENT = 'APP-0123456789ABCDEF';
const SECRET = 'of-the-browser-tests';
const KEY_ID = 'fake-orcid-org';
const LIFETIME_SECONDS = 600;

type Asked = Record<string, string>;

/** The parameters where these are there and no others, each once; those with a value have it. */
function expected(given: URLSearchParams, names: Record<string, string | undefined>): Asked | undefined {
  const asked = Object.fromEntries(given);
  const fits =
    [...given.keys()].length === Object.keys(names).length &&
    Object.entries(names).every(([name, value]) => asked[name] && (value === undefined || asked[name] === value));
  return fits ? asked : undefined;
}

const base64 = (text: string) => Buffer.from(text).toString('base64url');

export class FakeOrcid {
  /** Who is at the keyboard. */
  person = '0000-0002-1694-233X';
  private readonly key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly codes = new Map<string, { asked: Asked; orcid: string }>();
  private callback = '';

  private constructor(
    private readonly server: HttpServer,
    readonly origin: string,
  ) {}

  static async open(): Promise<FakeOrcid> {
    const server = createServer();
    server.listen(0);
    await once(server, 'listening');
    const fake = new FakeOrcid(server, `http://localhost:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => void fake.answer(request, response));
    return fake;
  }

  /** The settings of a portal that asks here. */
  get settings(): Record<string, string> {
    return {
      ACCEDE_ORCID_CLIENT_ID: CLIENT,
      ACCEDE_ORCID_CLIENT_SECRET: SECRET,
      ACCEDE_ORCID_ORIGIN: this.origin,
    };
  }

  /** Registers the one address that browsers may be sent back to. */
  register(portal: string): void {
    this.callback = `${portal}/account/orcid`;
  }

  /** Agrees without a browser: gives the address that one would be sent back to. */
  async agree(authorizeUrl: string): Promise<string> {
    const answer = await fetch(authorizeUrl, { method: 'POST', body: 'agree', redirect: 'manual' });
    return answer.headers.get('location') ?? `no address: ${answer.status}`;
  }

  async close(): Promise<void> {
    if (!this.server.listening) {
      return;
    }
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request) {
      body += String(part);
    }
    const url = new URL(request.url ?? '', this.origin);
    const json = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /oauth/authorize':
      case 'POST /oauth/authorize':
        return this.authorize(url, body, response);
      case 'POST /oauth/token':
        return json(...this.token(new URLSearchParams(body)));
      case 'GET /oauth/jwks': {
        const key = this.key.publicKey.export({ format: 'jwk' });
        return json(200, { keys: [{ ...key, kid: KEY_ID, use: 'sig', alg: 'RS256' }] });
      }
      default:
        response.writeHead(204).end();
    }
  }

  private authorize(url: URL, body: string, response: ServerResponse): void {
    const asked = expected(url.searchParams, {
      response_type: 'code',
      client_id: CLIENT,
      scope: 'openid',
      redirect_uri: this.callback,
      state: undefined,
      nonce: undefined,
      code_challenge: undefined,
      code_challenge_method: 'S256',
    });
    if (!asked) {
      response.writeHead(400, { 'content-type': 'text/plain' }).end(`not as registered: ${url.search}`);
    } else if (body === '') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(
        `<!doctype html><html lang="en"><title>ORCID</title><h1>Sign in to ORCID</h1>
         <form method="post" enctype="text/plain"><button name="agree">Authorize access</button>
         <button name="deny">Deny access</button></form></html>`,
      );
    } else {
      const back = new URL(this.callback);
      if (body.startsWith('agree')) {
        const code = randomBytes(4).toString('base64url');
        this.codes.set(code, { asked, orcid: this.person });
        back.searchParams.set('code', code);
      } else {
        back.searchParams.set('error', 'access_denied');
        back.searchParams.set('error_description', 'User denied access');
      }
      back.searchParams.set('state', asked.state!);
      response.writeHead(302, { location: back.href }).end();
    }
  }

  private token(given: URLSearchParams): [number, unknown] {
    const code = given.get('code') ?? '';
    const known = this.codes.get(code);
    this.codes.delete(code);
    const asked = expected(given, {
      grant_type: 'authorization_code',
      client_id: CLIENT,
      client_secret: SECRET,
      redirect_uri: this.callback,
      code: undefined,
      code_verifier: undefined,
    });
    const challenge = createHash('sha256').update(asked?.code_verifier ?? '').digest('base64url');
    if (!known || !asked || challenge !== known.asked.code_challenge) {
      return [400, { error: 'invalid_grant' }];
    }
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.origin,
      aud: CLIENT,
      sub: known.orcid,
      nonce: known.asked.nonce,
      iat: now,
      exp: now + LIFETIME_SECONDS,
    };
    const said = `${base64(JSON.stringify({ alg: 'RS256', kid: KEY_ID }))}.${base64(JSON.stringify(claims))}`;
    const signature = createSign('RSA-SHA256').update(said).sign(this.key.privateKey, 'base64url');
    return [200, { access_token: 'x', token_type: 'bearer', orcid: known.orcid, id_token: `${said}.${signature}` }];
  }
}
