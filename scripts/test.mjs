// Runs the tests, one mocha process a package and one a cross-process test file, and adds up what they counted.
// A run of everything has two lanes side by side, the packages' own tests and the cross-process ones: most of both is waiting
// (for disks, timers and containers), so one after the other would leave the machine idle half of the time.
//
// usage: node scripts/test.mjs                     everything, with coverage of the packages' own tests
//        node scripts/test.mjs NAME…               a package (store) or a folder of test/ (e2e, e2e/compose)
//
// What failed is named again at the end. The last line is "N passed, N failed". A run that died or hung before it could count is one failure.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { reportCoverage } from './coverage.mjs';

const root = join(import.meta.dirname, '..');
const coverageDirectory = join(root, 'coverage');
const CROSS_FOLDERS = ['integration', 'conformance', 'chaos', 'e2e'];
/** A run that lasts longer hangs: mocha waits for ever when a test leaves a handle open. */
const UNIT_DEADLINE_MS = 12 * 60_000;
const CROSS_DEADLINE_MS = 10 * 60_000;
const KILL_AFTER_TERM_MS = 5_000;

/** Test files by their sources, so that a compiled test whose source is gone is not run. */
function testFiles(sourceFolder, compiledFolder) {
  return readdirSync(join(root, sourceFolder), { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => join(compiledFolder, file.replace(/\.ts$/, '.js')));
}

function unitRun(name) {
  const files = testFiles(`packages/${name}/test`, `packages/${name}/dist-test`);
  return { name, files, deadlineMs: UNIT_DEADLINE_MS, cross: false };
}

function crossRuns(prefix) {
  return testFiles('test', 'dist-test')
    .filter((file) => relative('dist-test', file).startsWith(prefix))
    .map((file) => ({
      name: relative('dist-test', file).replace(/\.test\.js$/, ''),
      files: [file],
      deadlineMs: CROSS_DEADLINE_MS,
      cross: true,
    }));
}

/** Packages in the order of their references: what others stand on fails first. */
function packageNames() {
  const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  return [...new Set(references.map(({ path }) => /^packages\/([^/]+)$/.exec(path)?.[1]).filter(Boolean))];
}

function plannedRuns(names) {
  if (names.length === 0) {
    return [...packageNames().map(unitRun), ...CROSS_FOLDERS.flatMap((folder) => crossRuns(`${folder}/`))].filter(
      ({ files }) => files.length > 0,
    );
  }
  return names.flatMap((name) => {
    const runs = existsSync(join(root, 'packages', name)) ? [unitRun(name)] : crossRuns(name);
    if (runs.every(({ files }) => files.length === 0)) {
      console.error(`Cannot test "${name}": neither packages/${name} nor test/${name} has tests.`);
      process.exit(2);
    }
    return runs;
  });
}

/** Ends a process group: mocha itself and whatever a hanging test still has running in the foreground. */
function endGroup(child) {
  const signalGroup = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It is gone already, which is what we want.
    }
  };
  signalGroup('SIGTERM');
  setTimeout(() => signalGroup('SIGKILL'), KILL_AFTER_TERM_MS).unref();
}

/** Runs mocha once; resolves to its counts, or to one failure when it could not count. Its output goes to `output` (a stream's name or a file). */
async function runMocha(run, workDirectory, withCoverage, output) {
  const countsFile = join(workDirectory, `${run.name.replaceAll('/', '-')}.json`);
  const env = { ...process.env, KUORUM_TEST_COUNTS: countsFile };
  delete env.NODE_V8_COVERAGE;
  if (withCoverage && !run.cross) env.NODE_V8_COVERAGE = join(coverageDirectory, 'tmp');
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/mocha/bin/mocha.js'),
      ...(process.stdout.isTTY ? [] : ['--no-color']),
      '--reporter',
      join(root, 'scripts/mocha-reporter.mjs'),
      ...run.files,
    ],
    { cwd: root, env, stdio: ['ignore', output, output], detached: true },
  );
  const interrupt = () => endGroup(child);
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    endGroup(child);
  }, run.deadlineMs);
  const status = await new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal));
    child.on('error', (error) => resolve(error.message));
  });
  clearTimeout(timer);
  process.off('SIGINT', interrupt);
  process.off('SIGTERM', interrupt);

  const counts = existsSync(countsFile)
    ? JSON.parse(readFileSync(countsFile, 'utf8'))
    : { passes: 0, failures: 0, pending: 0, durationMs: 0, failed: [] };
  let problem;
  if (timedOut) problem = `did not end within ${run.deadlineMs / 1000} s`;
  else if (status !== 0 && counts.failures === 0) problem = `ended with ${status} although no test failed`;
  else if (counts.passes + counts.failures === 0) problem = 'ran no test';
  if (problem !== undefined) {
    counts.failures += 1;
    counts.failed.push(problem);
  }
  return { ...run, ...counts, problem };
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)}s`;
}

function printTable(results) {
  console.log('\nrun                                passed  failed    time');
  for (const { name, passes, failures, elapsedMs, problem } of results) {
    const columns = [
      name.padEnd(33),
      String(passes).padStart(7),
      String(failures).padStart(7),
      seconds(elapsedMs).padStart(7),
    ];
    console.log(`${columns.join(' ')}${problem === undefined ? '' : `  ${problem}`}`);
  }
}

const names = process.argv.slice(2).map((name) => name.replace(/\/$/, ''));
const withCoverage = names.length === 0;
const runs = plannedRuns(names);
const workDirectory = mkdtempSync(join(tmpdir(), 'kuorum-test-'));
rmSync(coverageDirectory, { recursive: true, force: true });
mkdirSync(join(coverageDirectory, 'tmp'), { recursive: true });

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (interrupted = true));

const results = [];
let begun = 0;

/** Runs one after the other. Beside another lane each run's output is kept back until its end, or the two would be mixed. */
async function runLane(lane, alone) {
  for (const run of lane) {
    if (interrupted) return;
    begun += 1;
    console.log(`==> test ${run.name} (${begun} of ${runs.length})`);
    const outputFile = alone ? undefined : join(workDirectory, `${run.name.replaceAll('/', '-')}.log`);
    const output = outputFile === undefined ? 'inherit' : openSync(outputFile, 'w');
    const began = performance.now();
    const result = await runMocha(run, workDirectory, withCoverage, output);
    results.push({ ...result, elapsedMs: performance.now() - began });
    if (outputFile !== undefined) {
      closeSync(output);
      console.log(`==> test ${run.name}: ended\n${readFileSync(outputFile, 'utf8')}`);
    }
    if (result.problem !== undefined) console.error(`    ${run.name} ${result.problem}`);
  }
}

const lanes = withCoverage
  ? [runs.filter(({ cross }) => !cross), runs.filter(({ cross }) => cross)].filter((lane) => lane.length > 0)
  : [runs];
await Promise.all(lanes.map((lane) => runLane(lane, lanes.length === 1)));
results.sort((a, b) => runs.findIndex(({ name }) => name === a.name) - runs.findIndex(({ name }) => name === b.name));
rmSync(workDirectory, { recursive: true, force: true });

printTable(results);
const coverageOk = !withCoverage || interrupted || (await reportCoverage(root, packageNames()));
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
if (process.env.KUORUM_CHECK !== undefined) console.log(`\ncheck ${process.env.KUORUM_CHECK}`);
for (const { name, failed } of results) for (const title of failed) console.log(`failed: ${name}: ${title}`);
if (interrupted) console.log(`\ninterrupted after ${results.length} of ${runs.length} runs`);
console.log(`\n${total('passes')} passed, ${total('failures')} failed`);
process.exit(total('failures') === 0 && coverageOk && !interrupted ? 0 : 1);
