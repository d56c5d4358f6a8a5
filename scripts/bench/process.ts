// What the program costs before anybody does anything: its start and its memory.
import { readFileSync } from 'node:fs';
import { Server } from '../../tests/support/server.ts';
import { atMost, percentile, type Figure } from './figure.ts';

const STARTS = 5;
/** No mail is sent in these runs; the port only has to be a number. */
const NO_MAIL = 9;

/** Starts on an empty folder, migrations included, and on the same folder again, and what it then holds in memory. */
export async function coldStart(): Promise<Figure[]> {
  const first: number[] = [];
  const again: number[] = [];
  const idle: number[] = [];
  for (let run = 0; run < STARTS; run += 1) {
    const server = await Server.start({ command: 'serve', smtpPort: NO_MAIL });
    first.push(server.readyAfterMs);
    await server.restart('serve');
    again.push(server.readyAfterMs);
    idle.push(memory(server));
    await server.stop();
  }
  return [
    atMost('start to first answer, new database (median)', percentile(first, 0.5), 300, 'ms'),
    atMost('start to first answer (median)', percentile(again, 0.5), 300, 'ms'),
    atMost('memory of the idle server (median)', percentile(idle, 0.5), 60, 'MB'),
  ];
}

/** Resident memory of a running server, in MB. */
function memory(server: Server): number {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
