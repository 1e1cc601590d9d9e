// Turns the V8 coverage that the packages' own tests left in coverage/tmp into a table a package, and holds it against
// the thresholds of coverage.config.json. Cross-process tests do not count: they are not what makes a unit tested.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const METRICS = ['lines', 'branches'];

function percent({ covered, total }) {
  return total === 0 ? 100 : (100 * covered) / total;
}

/** Adds the files' counts up by package. */
function byPackage(root, summary) {
  const sums = new Map();
  for (const [file, counts] of Object.entries(summary)) {
    const name = /packages\/([^/]+)\/(?:src|dist)\//.exec(file.slice(root.length))?.[1];
    if (name === undefined) continue;
    const sum = sums.get(name) ?? Object.fromEntries(METRICS.map((metric) => [metric, { covered: 0, total: 0 }]));
    for (const metric of METRICS) {
      sum[metric].covered += counts[metric].covered;
      sum[metric].total += counts[metric].total;
    }
    sums.set(name, sum);
  }
  return sums;
}

/** Prints the table; resolves to whether every package reaches its thresholds. */
export async function reportCoverage(root, packageNames) {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/c8/bin/c8.js'), 'report'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    console.error(`Cannot report coverage: c8 ended with ${status}`);
    return false;
  }
  const config = JSON.parse(readFileSync(join(root, 'coverage.config.json'), 'utf8'));
  const sums = byPackage(root, JSON.parse(readFileSync(join(root, 'coverage/coverage-summary.json'), 'utf8')));
  let ok = true;
  console.log('\ncoverage             lines  branches');
  for (const name of packageNames) {
    const sum = sums.get(name);
    if (sum === undefined) continue;
    const thresholds = { ...config.default, ...config.packages[name] };
    const low = METRICS.filter((metric) => percent(sum[metric]) < thresholds[metric]);
    if (low.length > 0) ok = false;
    const cells = METRICS.map((metric) => `${percent(sum[metric]).toFixed(1)}%`.padStart(8));
    const note = low.map((metric) => `${metric} below ${thresholds[metric]}%`).join(', ');
    console.log(`${name.padEnd(18)}${cells.join('  ')}  ${note}`);
  }
  return ok;
}
