// Gate on what a first visit can cost: everything the page can load, brotli, without workers and further languages.
import { readdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';

const BUDGET = 200 * 1024;
const DIST = 'dist';
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

/** Bytes of everything that the budget holds. */
export function total() {
  return assets()
    .filter((asset) => asset.counted)
    .reduce((sum, asset) => sum + asset.brotli, 0);
}

export { BUDGET };

if (import.meta.url === `file://${process.argv[1]}`) {
  const row = (name, raw, brotli) => console.log(`${name.padEnd(48)}${raw.padStart(10)}${brotli.padStart(10)}`);
  row('asset', 'bytes', 'brotli');
  for (const { name, raw, brotli, counted } of assets()) {
    row(counted ? name : `${name} (apart)`, String(raw), String(brotli));
  }
  const sum = total();
  row('in all', '', String(sum));
  row('budget', '', String(BUDGET));
  if (sum > BUDGET) {
    console.error(`The page is ${sum - BUDGET} bytes over its budget.`);
    process.exit(1);
  }
}
