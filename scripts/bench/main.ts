// Runs every measurement in turn, so that none disturbs another, and prints one table; with `lists`, those of the lists alone.
import { Server } from '../../tests/support/server.ts';
import { printTable, type Figure } from './figure.ts';
import { bytes, visit } from './page.ts';
import { interaction } from './interaction.ts';
import { coldStart } from './process.ts';
import { signedIn } from '../../tests/support/sweep.ts';
import { draftSaves } from './saves.ts';
import { lists } from './lists.ts';

const figures = process.argv[2] === 'lists' ? await lists() : [...(await page()), ...(await draftSaves()), ...(await lists())];
printTable(figures);

async function page(): Promise<Figure[]> {
  const figures = [...bytes(), ...(await coldStart())];
  const server = await Server.start({ command: 'demo', smtpPort: 9 });
  figures.push(...(await interaction(server)));
  figures.push(...(await visit('home', `${server.origin}/`)));
  figures.push(...(await visitAs(server, 'demo-researcher', 'wizard', '/apply')));
  figures.push(...(await visitAs(server, 'demo-reviewer', 'queue', '/review')));
  await server.stop();
  return figures;
}

/** A visit of somebody who is signed in. */
async function visitAs(server: Server, userName: string, name: string, path: string): Promise<Figure[]> {
  const client = await signedIn(server, userName);
  const { name: cookie, value } = client.session;
  const figures = await visit(name, `${server.origin}${path}`, `${cookie}=${value}`);
  client.close();
  return figures;
}
