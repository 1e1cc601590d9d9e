// Installs the npm dependencies, but only when node_modules is not what package-lock.json asks for.
//
// npm writes node_modules/.package-lock.json as the last act of an install, so comparing the two tells the truth: an
// interrupted install has none, and a plain `npm install` by hand counts as current. No stamp file can go stale.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

/** The lowest version that `engines.node` (">=20.19") allows, as numbers. */
function requiredNode() {
  return readJson('package.json').engines.node.replace('>=', '').split('.').map(Number);
}

function isNodeNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = requiredNode();
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** The first package that is missing or of another version, or undefined when node_modules is current. */
function firstDifference() {
  const wanted = readJson('package-lock.json').packages;
  let installed;
  try {
    installed = readJson('node_modules/.package-lock.json').packages;
  } catch {
    return 'node_modules is missing or incomplete';
  }
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) continue; // the root and the workspaces
    const found = installed[path];
    if (found === undefined) {
      // Optional packages are left out on platforms that they are not made for.
      if (entry.optional || entry.devOptional || entry.peer) continue;
      return `${path} is not installed`;
    }
    if (found.version !== entry.version) return `${path} is ${found.version}, wanted ${entry.version}`;
  }
  return undefined;
}

if (!isNodeNewEnough()) {
  console.error(
    `Cannot install: Kuorum needs Node.js ${requiredNode().join('.')} or newer, this is ${process.versions.node} (${process.execPath}).`,
  );
  process.exit(1);
}

const difference = firstDifference();
if (difference !== undefined) {
  console.log(`    installing npm dependencies (${difference})`);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  process.exit(status ?? 1);
}
