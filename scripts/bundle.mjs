// Puts the compiled modules of the `kuorum` program and their dependencies into few files, packages/cli/dist-bundle: a
// process that reads its modules one by one takes twice the time to start. `tsc -b` comes first. What is run when the
// modules have changed since is decided by packages/cli/src/bundle.ts.
//   node scripts/bundle.mjs    does nothing when the bundle is current
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { bundleInputs } from '../packages/cli/dist/bundle-inputs.js';
import { bundleDirectory, isBundleCurrent, readBundleRecord, recordName } from '../packages/cli/dist/bundle.js';

const root = join(import.meta.dirname, '..');
/** Beside the program itself what is started by its path: a worker's file has to be a file. */
const entries = ['packages/cli/dist/main.js', 'packages/store/dist/server/auth/bcrypt-worker.js'];
/** They bring native code, which is found from where they lie. */
const external = ['classic-level', 'dockerode'];

/** Bundles whose files stay, for what runs from them: most chunks are the same from one to the next. */
const GENERATIONS_BEFORE = 5;

/** CommonJS modules read files beside themselves (grpc's health service its .proto): each keeps its own directory. */
const ownDirectory = {
  name: 'own-directory',
  setup(esbuild) {
    esbuild.onLoad({ filter: /node_modules\/.*\.c?js$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8');
      if (!/\b__dirname\b/.test(contents)) return undefined;
      const there = JSON.stringify(relative(bundleDirectory, dirname(path)));
      return { contents: `const __dirname = require('node:path').join(bundleDirectory, ${there});${contents}` };
    });
  },
};

/** For the CommonJS modules in an ES module. */
const banner = [
  "import { createRequire as createRequireOfBundle } from 'node:module';",
  'const require = createRequireOfBundle(import.meta.url);',
  'const bundleDirectory = import.meta.dirname;',
].join(' ');

async function bundle() {
  const previous = readBundleRecord(bundleDirectory);
  const readAt = Date.now();
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    entryNames: '[name]',
    // All in one directory: what looks for files relative to itself finds them from each of these.
    chunkNames: '[name]-[hash]',
    outdir: bundleDirectory,
    write: false,
    metafile: true,
    bundle: true,
    // Commands stay apart, so that none loads the others' code.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external,
    banner: { js: banner },
    plugins: [ownDirectory],
    // To the sources, through the maps of tsc. Names stay as they are written.
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
  return {
    outputFiles,
    record: {
      inputs: bundleInputs(Object.keys(metafile.inputs), root, readAt, bundleDirectory),
      outputs: outputFiles.map(({ path }) => basename(path)),
      before: previous === undefined ? [] : [previous.outputs, ...previous.before].slice(0, GENERATIONS_BEFORE),
    },
  };
}

/** A program that starts meanwhile finds no record, and runs the modules; none ever reads half a file. */
function write({ outputFiles, record }) {
  mkdirSync(bundleDirectory, { recursive: true });
  const recordFile = join(bundleDirectory, recordName);
  rmSync(recordFile, { force: true });
  for (const { path, contents } of outputFiles) replaceFile(path, contents);
  replaceFile(recordFile, JSON.stringify(record));
  const kept = new Set([recordName, ...record.outputs, ...record.before.flat()]);
  for (const file of readdirSync(bundleDirectory)) {
    if (!kept.has(file)) rmSync(join(bundleDirectory, file), { recursive: true, force: true });
  }
}

function replaceFile(path, contents) {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

if (!isBundleCurrent(bundleDirectory)) write(await bundle());
