// Prints "passed failed" from the file in which a test runner left its result: nextest's JUnit XML, or Playwright's JSON.
// With "failures" behind the file: which tests failed, and what they said first.
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

/** The failed tests, each with the beginning of what it said: a log's middle is easily lost, its end is not. */
function* failuresOfJunit(text) {
  const cases = text.matchAll(/<testcase name="([^"]*)" classname="([^"]*)"[^>]*>\s*<(?:failure|error)[^>]*?(?: message="([^"]*)")?[ >]/g);
  for (const [, name, suite, message = ''] of cases) {
    yield `${suite} ${name}: ${message}`;
  }
}

function* failuresOfPlaywright(suite) {
  for (const spec of suite.specs ?? []) {
    for (const { projectName, results } of spec.tests) {
      const error = results.flatMap((result) => result.errors)[0];
      if (error !== undefined) {
        yield `[${projectName}] ${spec.file} ${spec.title}: ${error.message ?? error.value ?? ''}`;
      }
    }
  }
  for (const inner of suite.suites ?? []) {
    yield* failuresOfPlaywright(inner);
  }
}

const colours = /\u001b\[[0-9;]*m/g;
const brief = (failure) => failure.replace(colours, '').split('\n').slice(0, 6).join('\n    ').slice(0, 800);

const [file, what] = process.argv.slice(2);
if (file !== undefined && existsSync(file)) {
  const text = readFileSync(file, 'utf8');
  const isJunit = file.endsWith('.xml');
  if (what === 'failures') {
    const failures = isJunit ? failuresOfJunit(text) : failuresOfPlaywright(JSON.parse(text));
    for (const failure of failures) {
      console.log(`  ${brief(failure)}`);
    }
  } else {
    console.log(...(isJunit ? ofJunit(text) : ofPlaywright(text)));
  }
}
