// Gate on what a first visit can cost: everything the page can load, brotli, without workers and further languages. The
// page is built five times (scripts/page.sh), and each build keeps the budget. What is loaded apart has one of its own.
import { readdirSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

const BUDGET = 200 * 1024;
const DIST = 'dist';
const BUILDS = {
  reading: '',
  applying: `apply${sep}`,
  'what a person keeps': `account${sep}`,
  'staff at work on applications': `desk${sep}`,
  'staff beside that': `office${sep}`,
};
// Loaded only when somebody picks a report to upload, or chooses another language.
const APART = /(^|\/)(worker-|lang-)/;
const WORKER = /^worker-/;
const WORKER_BUDGET = 128 * 1024;

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

/** The assets of the built page with their sizes, largest first; `counted` says whether the budget holds them. */
export function assets() {
  const all = new Set(files(DIST));
  return [...all]
    .filter((path) => !['.br', '.gz'].includes(extname(path)))
    .map((path) => {
      const raw = statSync(path).size;
      const brotli = all.has(`${path}.br`) ? statSync(`${path}.br`).size : raw;
      const name = relative(DIST, path);
      return { name, raw, brotli, counted: !APART.test(name) };
    })
    .sort((a, b) => b.brotli - a.brotli);
}

/** Bytes of everything that the budget holds, for the build that holds more. */
export function total() {
  return Math.max(...builds().map(({ sum }) => sum));
}

/** Bytes of what reading a report loads. */
function worker() {
  return assets()
    .filter(({ name }) => WORKER.test(name))
    .reduce((bytes, asset) => bytes + asset.brotli, 0);
}

function builds() {
  const folders = Object.values(BUILDS).filter((folder) => folder !== '');
  const isIn = (folder) => (asset) =>
    folder === '' ? !folders.some((other) => asset.name.startsWith(other)) : asset.name.startsWith(folder);
  const counted = assets().filter((asset) => asset.counted);
  return Object.entries(BUILDS).map(([build, folder]) => ({
    build: `${build}, in all`,
    sum: counted.filter(isIn(folder)).reduce((bytes, asset) => bytes + asset.brotli, 0),
  }));
}

export { BUDGET };

if (import.meta.url === `file://${process.argv[1]}`) {
  const row = (name, raw, brotli) => console.log(`${name.padEnd(48)}${raw.padStart(10)}${brotli.padStart(10)}`);
  row('asset', 'bytes', 'brotli');
  for (const { name, raw, brotli, counted } of assets()) {
    row(counted ? name : `${name} (apart)`, String(raw), String(brotli));
  }
  for (const { build, sum } of builds()) row(build, '', String(sum));
  row('budget', '', String(BUDGET));
  row('worker that reads reports', '', String(worker()));
  row('budget of the worker', '', String(WORKER_BUDGET));
  const sum = total();
  if (sum > BUDGET) {
    console.error(`The page is ${sum - BUDGET} bytes over its budget.`);
    process.exit(1);
  }
  // Without it no report is read before it is sent, and nothing else would say so.
  if (worker() === 0 || worker() > WORKER_BUDGET) {
    console.error(`The worker is missing, or over its budget: ${worker()} bytes.`);
    process.exit(1);
  }
}
