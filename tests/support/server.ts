// Starts the real program on a free port, with a folder of its own, and stops it as an operator would.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const BINARY = process.env.ACCEDE_BINARY ?? new URL('../../target/debug/accede', import.meta.url).pathname;
const START_LIMIT_MS = 20_000;

export interface StartOptions {
  command: 'serve' | 'demo';
  /** Without it the server keeps its own SQLite file in its data folder. */
  databaseUrl?: string;
  smtpPort: number;
  /** Further settings, by the names of their environment variables. */
  settings?: Record<string, string>;
}

export async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
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
  async restart(command: 'serve' | 'demo', signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.end(signal);
    this.process = spawn(BINARY, [command], { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.listenTo(this.process);
    await this.untilReady();
  }

  /** Runs another command of the program on the same data, and gives what it printed; fails when it fails. */
  async run(...args: string[]): Promise<string> {
    return this.runWith('', ...args);
  }

  /** As `run`, with something on its standard input. */
  async runWith(input: string | Buffer, ...args: string[]): Promise<string> {
    const child = spawn(BINARY, args, { env: this.environment, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.end(input);
    let printed = '';
    let complaints = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    child.stderr.on('data', (chunk) => (complaints += chunk));
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
    await this.end('SIGKILL');
    throw new Error(`the server did not become ready:\n${this.log}`);
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill(signal);
      await once(this.process, 'exit');
    }
    return this.process.exitCode;
  }
}
