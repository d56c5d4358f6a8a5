// Applicants by the dozen, as they would come by themselves: registered, with a report, submitted.
import { Client, expectBody } from './client.ts';
import type { Mailbox } from './mail.ts';
import { pdf } from './papers.ts';
import type { Server } from './server.ts';

/** Registering counts against an address: each comes from one of their own, which the server has to believe. */
export const BELIEVE_ADDRESSES = { ACCEDE_TRUSTED_PROXIES: '127.0.0.1' };

const AT_ONCE = 4;

function form(number: number): Record<string, unknown> {
  return {
    given_names: 'Ada',
    family_name: nameOf(number),
    researcher_category: 'postdoc',
    organisation: 'Example University',
    job_title: 'Postdoctoral researcher',
    city: 'Musterstadt',
    postal_code: '00000',
    country: 'DE',
    listed_in_directory: 'yes',
    webpage: 'https://university.example/people/ada',
    research_summary:
      'We predict delirium from the notes of intensive care. The data stay on an encrypted server of the hospital that only I reach.',
    reference_category: 'supervisor',
    reference_name: 'Ruth Smith',
    reference_email: referenceOf(number),
    reference_organisation: 'Example University',
    reference_title: 'Professor',
  };
}

/** Words, because a name has no digits. */
function nameOf(number: number): string {
  const letters = [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  return `Number${letters}`;
}

export interface Applicant {
  client: Client;
  /** Of the application, and its path at the API. */
  id: string;
  path: string;
  /** Of the report that was handed in. */
  training: string;
}

/** The address of the reference that an applicant of the crowd names. */
export const referenceOf = (number: number): string => `ruth.smith.${number}@university.example`;

/** Somebody registers, fills in every answer, and hands in a report. The caller closes the client. */
export async function prepare(server: Server, mailbox: Mailbox, number: number): Promise<Applicant> {
  const client = new Client(server.origin, `10.0.${Math.floor(number / 200)}.${(number % 200) + 1}`);
  const userName = `applicant-${number}`;
  await client.register(
    {
      userName,
      email: `${userName}@university.example`,
      passphrase: 'lantern gravel otter window',
      givenNames: 'Ada',
      familyName: nameOf(number),
    },
    mailbox,
  );
  const begun = await client.post('/api/v1/applications', {});
  const { id } = expectBody<{ id: string }>(begun, 201);
  const path = `/api/v1/applications/${id}`;
  const saved = await client.put(`${path}/draft`, { form: form(number) }, begun.etag ?? '"1"');
  expectBody(saved, 200);
  const report = '/api/v1/trainings?training_type=citi-data-or-specimens-only&completed_on=2026-10-01&file_name=report.pdf';
  const handedIn = expectBody<{ id: string }>(await client.upload(report, pdf()), 201);
  return { client, id, path, training: handedIn.id };
}

/** Sends the application as it is. */
export async function submit({ client, path }: Applicant): Promise<void> {
  const { etag } = await client.get(path);
  expectBody(await client.post(`${path}/submit`, undefined, etag), 200);
}

/** Prepares somebody, and submits. */
export async function apply(server: Server, mailbox: Mailbox, number: number): Promise<Applicant> {
  const one = await prepare(server, mailbox, number);
  await submit(one);
  return one;
}

/** So many people apply. */
export async function crowd(server: Server, mailbox: Mailbox, size: number): Promise<void> {
  let next = 0;
  const some = async (): Promise<void> => {
    while (next < size) {
      next += 1;
      (await apply(server, mailbox, next)).client.close();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
}
