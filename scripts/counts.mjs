// Prints "passed failed" from the file in which a test runner left its result: nextest's JUnit XML, or Playwright's JSON.
// Nothing is printed where there is no such file, because the runner did not get as far as its tests.
import { existsSync, readFileSync } from 'node:fs';

/** Attribute by attribute: which ones stand between them differs from version to version of nextest. */
function ofJunit(text) {
  const root = /<testsuites [^>]*>/.exec(text)?.[0] ?? '';
  const number = (name) => Number(new RegExp(` ${name}="([0-9]+)"`).exec(root)?.[1] ?? 0);
  const failed = number('failures') + number('errors');
  return [number('tests') - failed - number('skipped'), failed];
}

function ofPlaywright(text) {
  const { stats } = JSON.parse(text);
  // What passed at a second try has failed; there are no second tries, and this keeps it so.
  return [stats.expected, stats.unexpected + stats.flaky];
}

const [file] = process.argv.slice(2);
if (file !== undefined && existsSync(file)) {
  const text = readFileSync(file, 'utf8');
  console.log(...(file.endsWith('.xml') ? ofJunit(text) : ofPlaywright(text)));
}
