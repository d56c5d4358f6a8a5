// For looking at many pages: one server for all tests of a worker, whose people are signed in once. Tests on it leave
// what others look at as it is.
import type { Page } from '@playwright/test';
import { Client, expectBody, type Person } from './client.ts';
import { test as base } from './fixtures.ts';
import { Mailbox } from './mail.ts';
import { CAST, type Who } from './routes.ts';
import { Server } from './server.ts';

/** The passphrase of everyone in the demonstration. */
export const PASSPHRASE = 'quiet-lantern-orchard-tide';

/** As a portal that people can link their ORCID iD with; nobody goes there. `orcid.spec.ts` does. */
const ORCID = {
  ACCEDE_ORCID_CLIENT_ID: 'APP-0123456789ABCDEF',
  ACCEDE_ORCID_CLIENT_SECRET: 'nobody-asks',
  ACCEDE_ORCID_ORIGIN: 'http://localhost:9',
};

interface Portal {
  server: Server;
  mailbox: Mailbox;
  /** A person's session, begun when it is first asked for. */
  client: (who: Exclude<Who, 'visitor'>) => Promise<Client>;
}

export interface Newcomer {
  page: Page;
  client: Client;
  person: Person;
}

interface Fixtures {
  /** A page of somebody, signed in. */
  as: (who: Who) => Promise<Page>;
  /** Registers somebody, and gives their page, signed in. What they do is nobody else's affair. */
  newcomer: (about?: Partial<Person>) => Promise<Newcomer>;
  /** Something's id, for a path: the first of its kind that this person sees. */
  idOf: (kind: string, who: Who) => Promise<string>;
}

const LISTS: Record<string, string> = {
  application: '/api/v1/applications',
  case: '/api/v1/review/applications',
  training: '/api/v1/review/trainings',
  mail: '/api/v1/demo/mailbox',
};

interface WorkerFixtures {
  /** An option: which portal the tests of a file look at. */
  portalCommand: 'serve' | 'demo';
  portal: Portal;
}

let newcomers = 0;

export const test = base.extend<Fixtures, WorkerFixtures>({
  portalCommand: ['demo', { option: true, scope: 'worker' }],

  portal: [
    async ({ portalCommand }, use) => {
      const mailbox = await Mailbox.open();
      const server = await Server.start({ command: portalCommand, smtpPort: mailbox.port, settings: ORCID });
      const clients = new Map<string, Promise<Client>>();
      const client = (who: Exclude<Who, 'visitor'>) => {
        const known = clients.get(who) ?? signedIn(server, CAST[who]);
        clients.set(who, known);
        return known;
      };
      await use({ server, mailbox, client });
      for (const open of clients.values()) {
        (await open).close();
      }
      await server.stop();
      await mailbox.close();
    },
    { scope: 'worker' },
  ],

  server: async ({ portal }, use) => use(portal.server),
  mailbox: async ({ portal }, use) => use(portal.mailbox),

  as: async ({ person, portal }, use) => {
    await use(async (who) => {
      const page = await person(who);
      if (who !== 'visitor') {
        await goOnAs(page, await portal.client(who), portal.server);
      }
      return page;
    });
  },

  newcomer: async ({ person: personOf, portal }, use) => {
    const clients: Client[] = [];
    await use(async (about) => {
      newcomers += 1;
      const userName = `newcomer-${newcomers}`;
      const person = {
        userName,
        email: `${userName}@university.example`,
        passphrase: 'lantern gravel otter window',
        givenNames: 'Ada',
        familyName: 'Miller',
        ...about,
      };
      const client = new Client(portal.server.origin);
      clients.push(client);
      await client.register(person, portal.mailbox);
      const page = await personOf(userName);
      await goOnAs(page, client, portal.server);
      return { page, client, person };
    });
    clients.forEach((client) => client.close());
  },

  idOf: async ({ portal }, use) => {
    await use(async (kind, who) => {
      const client = await portal.client(who === 'visitor' ? 'fresh' : who);
      const list = expectBody<{ items: { id: string }[] }>(await client.get(LISTS[kind] ?? ''), 200);
      return list.items[0]?.id ?? `there is no ${kind}`;
    });
  },
});

/** Gives a browser the session that a client has. */
export async function goOnAs(page: Page, client: Client, server: Server): Promise<void> {
  await page.context().addCookies([{ ...client.session, url: server.origin }]);
}

/** A session of somebody of the demonstration. */
export async function signedIn(server: Server, userName: string): Promise<Client> {
  const client = new Client(server.origin);
  await client.signIn({ userName, passphrase: PASSPHRASE });
  const people = expectBody<{ items: { user_name: string; code: string | null }[] }>(
    await client.get('/api/v1/demo/sign-ins'),
    200,
  );
  const code = people.items.find((person) => person.user_name === userName)?.code;
  if (code) {
    await client.giveCode(code);
  }
  return client;
}

/** What a page asks the server for, beside who this is and what the installation is. */
const CONTENT = /\/api\/v1\/(?!session$|site$)/;

/** From now on, nothing that this page asks for is answered: the page that loads it shows that it loads. */
export async function holdAnswers(page: Page, requests = CONTENT): Promise<void> {
  await page.route(requests, () => undefined);
}

/** From now on, nothing that this page asks for comes through. */
export async function cutNetwork(page: Page, requests = CONTENT): Promise<void> {
  await page.route(requests, (route) => route.abort('connectionfailed'));
}

/** What a browser says of a request that did not come through. */
export const NO_CONNECTION = /ERR_CONNECTION_FAILED|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/;

export { expect } from './fixtures.ts';
