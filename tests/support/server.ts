// Starts the real program on a free port, with a folder of its own, and stops it as an operator would.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const BINARY = process.env.ACCEDE_BINARY ?? new URL('../../target/debug/accede', import.meta.url).pathname;
// The demonstration is loaded first; on a loaded machine that takes its time.
const START_LIMIT_MS = 60_000;

/**
 * Writes a program that differs from the one under test in its build only: it says another digest of the icon, which
 * goes into the name of a build. Gives its path.
 */
export async function anotherBuild(icon: Buffer, folder: string): Promise<string> {
  const program = await readFile(BINARY);
  const digest = createHash('sha256').update(icon).digest();
  let found = 0;
  for (let at = program.indexOf(digest); at >= 0; at = program.indexOf(digest, at + 1)) {
    program.writeUInt8(program.readUInt8(at) ^ 1, at);
    found += 1;
  }
  if (found === 0) {
    throw new Error('the program does not hold the digest of its icon');
  }
  const path = join(folder, 'accede');
  await writeFile(path, program, { mode: 0o755 });
  return path;
}

export interface StartOptions {
  command: 'serve' | 'demo';
  /** Without it the server keeps its own SQLite file in its data folder. */
  databaseUrl?: string;
  smtpPort: number;
  /** Further settings, by the names of their environment variables. */
  settings?: Record<string, string>;
}

// Below the range that outgoing connections take theirs from: a port of that range is free when it is looked at, and
// taken by a connection of another test when the program comes to it. Each worker of the run has a part of its own.
const FIRST_PORT = 12_000;
const PORTS_OF_A_WORKER = 1_000;
let nextPort = process.pid % PORTS_OF_A_WORKER;

export async function freePort(): Promise<number> {
  const worker = Number(process.env.TEST_PARALLEL_INDEX ?? 0);
  for (let tries = 0; tries < PORTS_OF_A_WORKER; tries += 1) {
    const port = FIRST_PORT + worker * PORTS_OF_A_WORKER + (nextPort++ % PORTS_OF_A_WORKER);
    const listener = createServer();
    const free = await new Promise<boolean>((resolve) => {
      listener.once('error', () => resolve(false));
      listener.listen(port, '127.0.0.1', () => listener.close(() => resolve(true)));
    });
    if (free) {
      return port;
    }
  }
  throw new Error('no port is free');
}

/** The environment without this run's own ACCEDE_…: the program refuses a setting that it does not know. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ACCEDE_')));
}

export class Server {
  log = '';
  /** From the start of the program to its first good answer. */
  readyAfterMs = NaN;

  private constructor(
    readonly origin: string,
    readonly dataDir: string,
    private readonly environment: NodeJS.ProcessEnv,
    private process: ChildProcess,
  ) {}

  static async start({ command, databaseUrl, smtpPort, settings }: StartOptions): Promise<Server> {
    const dataDir = await mkdtemp(join(tmpdir(), 'accede-test-'));
    const port = await freePort();
    const environment: NodeJS.ProcessEnv = {
      ...inherited(),
      ACCEDE_DATA_DIR: dataDir,
      ACCEDE_LISTEN: `127.0.0.1:${port}`,
      ACCEDE_PUBLIC_ORIGIN: `http://127.0.0.1:${port}`,
      ACCEDE_SUPPORT_ADDRESS: 'help@portal.example',
      ACCEDE_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      // What staff decide takes effect at once, unless a test is about the time in which it can be undone.
      ACCEDE_DECISION_UNDO_SECONDS: '0',
      ...(databaseUrl === undefined ? {} : { ACCEDE_DATABASE_URL: databaseUrl }),
      ...settings,
    };
    const child = spawn(BINARY, [command], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const server = new Server(`http://127.0.0.1:${port}`, dataDir, environment, child);
    server.listenTo(child);
    await server.untilReady();
    return server;
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Ends the program as an operator does, waits for it, and gives its exit status (null: killed by a signal). */
  async stop(): Promise<number | null> {
    const status = await this.end('SIGTERM');
    await rm(this.dataDir, { recursive: true, force: true });
    return status;
  }

  /** Ends the program as a power cut does, and leaves its data; `restart` starts it again. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Stops and starts again on the same data: what a restart must not lose can be looked at afterwards. */
  async restart(command: 'serve' | 'demo', signal: NodeJS.Signals = 'SIGTERM', binary = BINARY): Promise<void> {
    await this.end(signal);
    this.process = spawn(binary, [command], { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.listenTo(this.process);
    await this.untilReady();
  }

  /** Runs another command of the program on the same data, and gives what it printed; fails when it fails. */
  async run(...args: string[]): Promise<string> {
    return this.runWith(undefined, ...args);
  }

  /** As `run`, with something on its standard input. */
  async runWith(input: string | undefined, ...args: string[]): Promise<string> {
    const child = spawn(BINARY, args, { env: this.environment, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    child.stdin?.end(input);
    let printed = '';
    let complaints = '';
    child.stdout?.on('data', (chunk) => (printed += chunk));
    child.stderr?.on('data', (chunk) => (complaints += chunk));
    const [status] = await once(child, 'close');
    if (status !== 0) {
      throw new Error(`accede ${args.join(' ')} ended with ${status}: ${complaints}`);
    }
    return printed;
  }

  private listenTo(child: ChildProcess): void {
    const keep = (chunk: Buffer) => (this.log += chunk.toString());
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  private async untilReady(): Promise<void> {
    const begin = performance.now();
    while (performance.now() - begin < START_LIMIT_MS && this.process.exitCode === null) {
      const ready = await fetch(`${this.origin}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ready) {
        this.readyAfterMs = performance.now() - begin;
        return;
      }
      await pause(5);
    }
    const ended = this.process.exitCode === null ? 'it still runs' : `it ended with ${this.process.exitCode}`;
    await this.end('SIGKILL');
    // Its last words say why.
    throw new Error(`the server did not become ready, ${ended}:\n${this.log.slice(-2000)}`);
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill(signal);
      await once(this.process, 'exit');
    }
    return this.process.exitCode;
  }
}
