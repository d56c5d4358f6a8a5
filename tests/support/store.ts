// States that a person cannot bring about: what another process, or a cloud that says no, would have left in the database.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Server } from './server.ts';

const run = promisify(execFile);
const PROGRAM = 'import sqlite3, sys\nwith sqlite3.connect(sys.argv[1], timeout=10) as db: db.executescript(sys.argv[2])';

/** Runs SQL on the server's own SQLite file, while it serves. */
async function execute(server: Server, sql: string): Promise<void> {
  await run('python3', ['-c', PROGRAM, join(server.dataDir, 'accede.db'), sql]);
}

/** Another process has the work on grants, and does not come round to it. */
export async function holdGrants(server: Server): Promise<void> {
  const farAway = (Date.now() + 3_600_000) * 1000;
  await execute(
    server,
    `INSERT INTO job_lease (name, holder, held_until) VALUES ('grants', 'another process', ${farAway})
     ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until;`,
  );
}

/** It has done with it: whoever is roused next goes on. */
export async function releaseGrants(server: Server): Promise<void> {
  await execute(server, `UPDATE job_lease SET held_until = 0 WHERE name = 'grants';`);
}

/** The cloud refuses every grant that was asked for: the local ledger never does. */
export async function refuseGrants(server: Server): Promise<void> {
  await execute(
    server,
    `UPDATE grant_record SET state = 'failed', version = version + 1, next_attempt_at = NULL,
       last_error = 'the provider refused it: no such account' WHERE state = 'requested';`,
  );
}

/** Enough applications went through their first stage for saying how long that takes: half in 3 days, nine in ten in 6. */
export async function firstStageTakes(server: Server): Promise<void> {
  const day = 86_400;
  const steps = [{ step: 'identity', samples: 20, median_seconds: 3 * day, p90_seconds: 6 * day }];
  await execute(server, `UPDATE figure SET value = '${JSON.stringify(steps)}' WHERE name = 'steps';`);
}

/** What is done now and then is due at once when the portal starts again. */
export async function nothingDoneYet(server: Server): Promise<void> {
  await execute(server, 'DELETE FROM job_lease;');
}

/** So many days ago it was returned, and its applicant has not answered since. */
export async function returnedLongAgo(server: Server, application: string, days: number): Promise<void> {
  const at = (Date.now() - days * 86_400_000) * 1000;
  await execute(server, `UPDATE application SET returned_at = ${at}, stage_since = ${at} WHERE id = '${application}';`);
}

/** The credential of this application has run out just now. */
export async function credentialEnds(server: Server, application: string): Promise<void> {
  await execute(server, `UPDATE application SET credential_ends_at = ${(Date.now() - 1000) * 1000} WHERE id = '${application}';`);
}

/** The training has run out yesterday. */
export async function trainingEnds(server: Server, training: string): Promise<void> {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await execute(server, `UPDATE training SET expires_on = '${yesterday}' WHERE id = '${training}';`);
}
