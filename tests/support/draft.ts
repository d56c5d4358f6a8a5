// Somebody who writes an application, and what is saved of it.
import type { Page } from '@playwright/test';
import { Client, expectBody } from './client.ts';
import type { Mailbox } from './mail.ts';
import type { Server } from './server.ts';
import { NO_CONNECTION, goOnAs } from './sweep.ts';

export const ADA = {
  userName: 'ada-miller',
  email: 'ada.miller@university.example',
  passphrase: 'lantern gravel otter window',
  givenNames: 'Ada',
  familyName: 'Miller',
};

/** What a browser and the watch say of a server that was killed. */
export const KILLED = new RegExp(`${NO_CONNECTION.source}|ERR_SOCKET_NOT_CONNECTED|ERR_FAILED`);

/** Registers Ada, signs her in in this browser, and gives her client. */
export async function asAda(page: Page, server: Server, mailbox: Mailbox): Promise<Client> {
  const client = new Client(server.origin);
  await client.register(ADA, mailbox);
  await goOnAs(page, client, server);
  return client;
}

export interface Draft {
  id: string;
  /** What the server has of one answer. */
  saved: (field: string) => Promise<string | undefined>;
  /** Every answer as the server has it. */
  form: () => Promise<Record<string, string>>;
}

/** Begins a draft. */
export async function beginDraft(client: Client): Promise<Draft> {
  const { id } = expectBody<{ id: string }>(await client.post('/api/v1/applications'), 201);
  const form = async () => (expectBody<{ form: Record<string, string> }>(await client.get(`/api/v1/applications/${id}`), 200)).form;
  return { id, form, saved: async (field) => (await form())[field] };
}

/** Another device saves some answers, over whatever is there. */
export async function saveElsewhere(client: Client, id: string, answers: Record<string, string>): Promise<void> {
  const now = await client.get(`/api/v1/applications/${id}`);
  const { form } = expectBody<{ form: Record<string, string> }>(now, 200);
  expectBody(await client.put(`/api/v1/applications/${id}/draft`, { form: { ...form, ...answers } }, now.etag ?? ''), 200);
}
