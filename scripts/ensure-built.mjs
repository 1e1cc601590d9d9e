// Scripts that stand on what is built call this first and import after it: a fresh checkout has nothing built yet.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Builds the package, and what it stands on, unless `file` of it is there. Ends the process when that cannot be done. */
export function ensureBuilt(packageDirectory, file) {
  if (existsSync(join(root, packageDirectory, file))) return;
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler)) end('The dependencies are not installed: run "npm install" first');
  console.error(`Nothing is built yet: building ${packageDirectory} and what it stands on…`);
  const { status } = spawnSync(process.execPath, [compiler, '-b', packageDirectory], { cwd: root, stdio: 'inherit' });
  if (status !== 0) end(`${packageDirectory} could not be built: see above, or run "npm run build"`);
}

function end(text) {
  console.error(text);
  process.exit(1);
}
