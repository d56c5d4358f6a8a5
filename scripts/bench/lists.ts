// The staff's lists at 1,000 applications and at 1,000,000, side by side: the same requests on both.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expectBody, type Client } from '../../tests/support/client.ts';
import { Server } from '../../tests/support/server.ts';
import { signedIn } from '../../tests/support/sweep.ts';
import { desk } from './desk.ts';
import { atMost, noted, percentile, type Figure } from './figure.ts';

const run = promisify(execFile);
/** Smaller numbers are for trying this out. */
const SMALL = Number(process.env.ACCEDE_BENCH_FEW ?? 1_000);
const LARGE = Number(process.env.ACCEDE_BENCH_APPLICATIONS ?? 1_000_000);
const TIMES = 100;
/** Of fewer, so many cases as the desk opens do not wait. */
const DESK_FROM = 50_000;
const QUEUE = '/api/v1/review/applications';
const REFERENCES = '/api/v1/review/references';

/** What is asked, and its budget in ms (p99 of a page, p95 of a search). */
const ASKED: [what: string, path: string, budget: number | undefined][] = [
  ['queue', QUEUE, 25],
  ['queue, newest first', `${QUEUE}?sort=newest`, 25],
  ['queue, by time at stage', `${QUEUE}?sort=stage_age`, 25],
  ['queue, by name', `${QUEUE}?sort=name`, 25],
  ['queue, decided', `${QUEUE}?stage=decided`, 25],
  ['queue, decided, by name', `${QUEUE}?stage=decided&sort=name`, 25],
  ['queue, one category', `${QUEUE}?stage=decided&category=student`, 25],
  ['queue, one country', `${QUEUE}?stage=decided&country=DE`, 25],
  ['queue, one signal', `${QUEUE}?stage=decided&signal=personal_mail_only`, 25],
  ['queue, training missing', `${QUEUE}?training=training_missing`, 25],
  ['queue, late', `${QUEUE}?age=late`, 25],
  ['queue, flagged', `${QUEUE}?flag=true`, 25],
  ['queue, five filters', `${QUEUE}?stage=decided&country=DE&category=student&signal=webpage&training=training_accepted&sort=name`, 25],
  ['facets', `${QUEUE}/facets`, undefined],
  ['facets under two filters', `${QUEUE}/facets?stage=decided&country=DE&category=student`, undefined],
  ['search, a word that many have', `${QUEUE}?stage=decided&q=university`, 50],
  ['search, a name', `${QUEUE}?stage=decided&q=m%C3%BCller`, 50],
  ['search, two words', `${QUEUE}?stage=open&q=heidelberg+sepsis`, 50],
  ['search, by name', `${QUEUE}?stage=decided&q=university&sort=name`, 50],
  ['search, what nobody has', `${QUEUE}?stage=decided&q=zzyzx`, 50],
  ['trainings', '/api/v1/review/trainings', 25],
  ['search of trainings', '/api/v1/review/trainings?q=m%C3%BCller', 50],
  ['references not answered', REFERENCES, 25],
  ['references overdue', `${REFERENCES}?age=late`, 25],
  ['references in one state that have a word', `${REFERENCES}?state=sent&q=university`, 25],
  ['trainings, facets under a search', '/api/v1/review/trainings/facets?q=m%C3%BCller', undefined],
  ['references, facets', '/api/v1/review/references/facets', undefined],
  ['references, facets under a search', '/api/v1/review/references/facets?q=m%C3%BCller', undefined],
];

interface Cost {
  ms: number[];
  /** Of the first time that each was asked for. */
  first: number[];
  bytes: number;
  /** The most that one request took, those that find its session among them. */
  statements: number;
}

export async function lists(): Promise<Figure[]> {
  const small = await measured(SMALL);
  const large = await measured(LARGE);
  const figures = [...large.costs].map(([what, cost]) => {
    const budget = what === 'case' ? 50 : ASKED.find(([name]) => name === what)?.[2];
    const share = what === 'case' || what.startsWith('search') ? 0.95 : 0.99;
    const before = small.costs.get(what);
    const beside = `at ${SMALL}: ${percentile(before?.ms ?? [], share).toFixed(1)} ms; ${cost.statements} statements (${before?.statements ?? NaN}), ${cost.bytes} bytes`;
    const name = `${what} at ${LARGE}, p${share * 100}`;
    const value = percentile(cost.ms, share);
    return budget === undefined ? noted(name, value, 'ms', beside) : atMost(name, value, budget, 'ms', beside);
  });
  return [
    ...figures,
    noted(`case at ${LARGE}, opened for the first time, p95`, percentile(large.costs.get('case')?.first ?? [], 0.95), 'ms'),
    noted(`loading ${LARGE} applications`, large.loadedAfterS, 's', `${SMALL}: ${small.loadedAfterS.toFixed(1)} s`),
    ...large.desk,
    atMost(`memory of the server at ${LARGE}`, large.memory, 250, 'MB', `at ${SMALL}: ${small.memory.toFixed(1)} MB`),
  ];
}

export interface Measured {
  costs: Map<string, Cost>;
  desk: Figure[];
  loadedAfterS: number;
  memory: number;
}

async function measured(applications: number): Promise<Measured> {
  const database = await databaseFor(applications);
  const server = await Server.start({
    command: 'demo',
    smtpPort: 9,
    settings: { ACCEDE_LOG: 'info' },
    ...(database ? { databaseUrl: database.url } : {}),
  });
  await server.kill();
  const begin = performance.now();
  await server.run('demo', '--applications', `${applications}`, '--load-only');
  const loadedAfterS = (performance.now() - begin) / 1000;
  await server.restart('demo');
  const found = await measure(server, applications);
  await server.stop();
  await database?.drop();
  return { ...found, loadedAfterS };
}

interface Database {
  url: string;
  drop(): Promise<void>;
}

/** A PostgreSQL database of its own, on the server of `ACCEDE_BENCH_DATABASE_URL`; nothing where SQLite is measured. */
async function databaseFor(applications: number): Promise<Database | undefined> {
  const given = process.env.ACCEDE_BENCH_DATABASE_URL;
  if (!given) {
    return undefined;
  }
  const url = new URL(given);
  const name = `${url.pathname.slice(1)}_bench_${applications}`;
  const drop = `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`;
  // What an earlier run that broke off left behind goes first.
  await run('psql', [given, '-qc', drop, '-c', `CREATE DATABASE "${name}"`]);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await run('psql', [given, '-qc', drop]);
    },
  };
}

/** Asks a server with so many applications. */
export async function measure(server: Server, applications: number): Promise<Omit<Measured, 'loadedAfterS'>> {
  const reviewer = await signedIn(server, 'demo-reviewer');
  const costs = new Map<string, Cost>();
  for (const [what, path] of ASKED) {
    costs.set(what, await asked(server, reviewer, [path]));
  }
  costs.set('case', await asked(server, reviewer, await cases(reviewer)));
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  const memory = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  const shown = applications < DESK_FROM ? [] : await desk(server, reviewer, `at ${applications}`);
  reviewer.close();
  return { costs, desk: shown, memory };
}

/** Pages of cases from the front of the queue. */
async function cases(reviewer: Client): Promise<string[]> {
  const page = expectBody<{ items: { id: string }[] }>(await reviewer.get(QUEUE), 200);
  return page.items.map(({ id }) => `${QUEUE}/${id}`);
}

/** Asks for these in turn, after a round that does not count. */
async function asked(server: Server, client: Client, paths: string[]): Promise<Cost> {
  const cost: Cost = { ms: [], first: [], bytes: 0, statements: 0 };
  for (let time = 0; time < paths.length + TIMES; time += 1) {
    const path = paths[time % paths.length] ?? '';
    const begin = performance.now();
    const answer = await client.get(path);
    const ms = performance.now() - begin;
    cost.bytes = Math.max(cost.bytes, JSON.stringify(expectBody<unknown>(answer, 200)).length);
    (time < paths.length ? cost.first : cost.ms).push(ms);
  }
  const lines = server.log.split('\n').filter((line) => line.includes('"statements"')).slice(-TIMES);
  cost.statements = Math.max(...lines.map((line) => Number(/"statements":(\d+)/.exec(line)?.[1])));
  return cost;
}
