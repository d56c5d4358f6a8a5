// Saving drafts, the most frequent write: 32 people at once, each save on disk before its answer.
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Client, expectBody } from '../../tests/support/client.ts';
import { Mailbox } from '../../tests/support/mail.ts';
import { Server } from '../../tests/support/server.ts';
import { atLeast, atMost, percentile, type Figure } from './figure.ts';

const AT_ONCE = 32;
const SECONDS = 10;

interface Draft {
  id: string;
  form: Record<string, unknown>;
}

interface Writer {
  client: Client;
  path: string;
  form: Record<string, unknown>;
  etag: string;
}

export async function draftSaves(): Promise<Figure[]> {
  const mailbox = await Mailbox.open();
  // Each person comes from an address of their own: the limits count by address.
  const settings = { ACCEDE_TRUSTED_PROXIES: '127.0.0.1' };
  const server = await Server.start({ command: 'serve', smtpPort: mailbox.port, settings });
  const writers: Writer[] = [];
  for (let number = 1; number <= AT_ONCE; number += 1) {
    writers.push(await writer(server, mailbox, number));
  }
  const end = performance.now() + SECONDS * 1000;
  const taken = (await Promise.all(writers.map((one) => write(one, end)))).flat();
  writers.forEach(({ client }) => client.close());
  const floor = durableWrites(server.dataDir);
  await server.stop();
  await mailbox.close();
  const beside = `4 KB written and synced, one after another: ${Math.round(floor)}/s`;
  return [
    atLeast(`draft saves, ${AT_ONCE} at once, SQLite`, taken.length / SECONDS, 1000, '/s', beside),
    atMost(`draft saves, ${AT_ONCE} at once, p99`, percentile(taken, 0.99), 20, 'ms'),
    atMost(`draft saves, ${AT_ONCE} at once, median`, percentile(taken, 0.5), 20, 'ms'),
  ];
}

async function writer(server: Server, mailbox: Mailbox, number: number): Promise<Writer> {
  const client = new Client(server.origin, `192.0.2.${number}`);
  const person = {
    userName: `writer${number}`,
    email: `writer${number}@university.example`,
    passphrase: `quiet harbour lantern ${number}`,
    givenNames: 'Wanda',
    familyName: 'Writer',
  };
  await client.register(person, mailbox);
  const answer = await client.post('/api/v1/applications');
  const { id, form } = expectBody<Draft>(answer, 201);
  return { client, form, path: `/api/v1/applications/${id}/draft`, etag: answer.etag ?? '' };
}

/** Saves one draft again and again, another text each time, and gives how long each took in ms. */
async function write(one: Writer, end: number): Promise<number[]> {
  const taken: number[] = [];
  while (performance.now() < end) {
    const form = { ...one.form, research_summary: `Which patients return within ${taken.length} days?` };
    const begin = performance.now();
    const answer = await one.client.put(one.path, { form }, one.etag);
    taken.push(performance.now() - begin);
    expectBody(answer, 200);
    one.etag = answer.etag ?? '';
  }
  return taken;
}

/** What the disk gives anybody: writes that are synced one by one, per second. */
function durableWrites(folder: string): number {
  const path = join(folder, 'floor');
  const file = openSync(path, 'w');
  const block = Buffer.alloc(4096, 'x');
  const begin = performance.now();
  let writes = 0;
  while (performance.now() - begin < 2000) {
    writeSync(file, block);
    fdatasyncSync(file);
    writes += 1;
  }
  const seconds = (performance.now() - begin) / 1000;
  closeSync(file);
  rmSync(path);
  return writes / seconds;
}
