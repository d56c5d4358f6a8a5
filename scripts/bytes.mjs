// Gate on what a first visit can cost: everything the page can load, brotli, without workers and further languages. The
// page is built three times (scripts/page.sh), and each build keeps the budget.
import { readdirSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

const BUDGET = 200 * 1024;
const DIST = 'dist';
const BUILDS = { 'reading and applying': '', 'what a person keeps': `account${sep}`, staff: `desk${sep}` };
// Loaded only when somebody uploads a report, or chooses another language.
const APART = /(^|\/)(worker-|lang-)/;

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
  const sum = total();
  if (sum > BUDGET) {
    console.error(`The page is ${sum - BUDGET} bytes over its budget.`);
    process.exit(1);
  }
}
