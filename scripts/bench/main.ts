// Runs every measurement in turn, so that none disturbs another, and prints one table.
import { Server } from '../../tests/support/server.ts';
import { atMost, printTable, type Figure } from './figure.ts';
import { bytes, visit } from './page.ts';
import { coldStart, memory } from './process.ts';
import { draftSaves } from './saves.ts';

const figures: Figure[] = [...bytes(), ...(await coldStart())];

const server = await Server.start({ command: 'demo', smtpPort: 9 });
figures.push(atMost('memory of the idle server', memory(server), 60, 'MB'));
figures.push(...(await visit('home', `${server.origin}/`)));
await server.stop();

figures.push(...(await draftSaves()));

printTable(figures);
