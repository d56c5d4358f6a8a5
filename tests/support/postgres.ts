// A PostgreSQL cluster for one worker of the test run, and an empty database for each of its tests.
import { execFile, type ExecFileOptions } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './server.ts';

const run = promisify(execFile);
// PostgreSQL refuses to run as root; "nobody" and "nogroup" are there on every Debian.
const NOBODY = 65534;

export class Cluster {
  private databases = 0;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly identity: ExecFileOptions,
  ) {}

  static async start(): Promise<Cluster> {
    const folder = await mkdtemp(join(tmpdir(), 'accede-postgres-'));
    const isRoot = process.getuid?.() === 0;
    const identity = { cwd: folder, ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}) };
    if (isRoot) {
      await chown(folder, NOBODY, NOBODY);
    }
    const data = join(folder, 'data');
    const port = await freePort();
    await run('initdb', ['-D', data, '-U', 'accede', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'], identity);
    // Durability is the store's own tests' matter; here it only costs time.
    const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off`;
    await run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start'], identity);
    return new Cluster(folder, port, identity);
  }

  /** Makes an empty database and gives its URL. */
  async createDatabase(): Promise<string> {
    this.databases += 1;
    const name = `test_${this.databases}`;
    await run('createdb', ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'accede', name], this.identity);
    return `postgres://accede@127.0.0.1:${this.port}/${name}`;
  }

  async stop(): Promise<void> {
    await run('pg_ctl', ['-D', join(this.folder, 'data'), '-m', 'immediate', '-w', 'stop'], this.identity);
    await rm(this.folder, { recursive: true, force: true });
  }
}
