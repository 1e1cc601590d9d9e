// Puts the compiled modules of the `kuorum` program and their dependencies into one script, packages/cli/dist-bundle, and
// beside it what V8 compiles of that for a `kuorum get`: a process that reads its modules one by one takes three times the time
// to start. `tsc -b` comes first. What is run when the modules have changed since is decided by packages/cli/src/bundle.ts.
//   node scripts/bundle.mjs    does nothing when the bundle is current
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { bundleInputs } from '../packages/cli/dist/bundle-inputs.js';
import {
  bundleDirectory,
  cacheName,
  isBundleCurrent,
  readBundleRecord,
  recordName,
} from '../packages/cli/dist/bundle.js';

const root = join(import.meta.dirname, '..');
const program = 'packages/cli/dist/main.js';
/** Started by its path: a worker's file has to be a file. */
const worker = 'packages/store/dist/server/auth/bcrypt-worker.js';
/** They bring native code, which is found from where they lie. */
const external = ['classic-level', 'dockerode'];

/** Bundles whose files stay, for the stack traces of what runs from them. */
const GENERATIONS_BEFORE = 2;

/** For a run that takes half a second; when it does not end, the bundle goes without. */
const CACHE_MS_MAX = 30_000;

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

/** As of a CommonJS module; strict, as the modules are that it is made of. */
const opening = [
  '(function (exports, require, module, __filename, __dirname) {',
  "'use strict';",
  'const bundleDirectory = __dirname;',
  "const bundleUrl = require('node:url').pathToFileURL(__filename).href;",
].join(' ');

const shared = {
  absWorkingDir: root,
  outdir: bundleDirectory,
  write: false,
  metafile: true,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  external,
  // To the sources, through the maps of tsc. Names stay as they are written.
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
};

async function bundle() {
  const previous = readBundleRecord(bundleDirectory);
  const readAt = Date.now();
  const parts = await Promise.all([
    build({
      ...shared,
      entryPoints: [program],
      entryNames: 'kuorum-[hash]',
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      // Modules that are imported when they are needed are run then, and not compiled before.
      supported: { 'dynamic-import': false },
      define: { 'import.meta.url': 'bundleUrl', 'import.meta.dirname': 'bundleDirectory' },
      banner: { js: opening },
      footer: { js: '});' },
      minifySyntax: true,
      minifyWhitespace: true,
      plugins: [ownDirectory],
    }),
    build({ ...shared, entryPoints: [worker], entryNames: '[name]', format: 'esm' }),
  ]);
  const outputFiles = parts.flatMap((part) => part.outputFiles);
  const names = outputFiles.map(({ path }) => basename(path));
  const main = names.find((name) => name.endsWith('.cjs'));
  return {
    outputFiles,
    record: {
      inputs: bundleInputs(
        parts.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
        root,
        readAt,
        bundleDirectory,
      ),
      program: main,
      outputs: names,
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
  const outputs = [...record.outputs, ...compiledBefore(record.program)];
  replaceFile(recordFile, JSON.stringify({ ...record, outputs }));
  const kept = new Set([recordName, ...outputs, ...record.before.flat()]);
  for (const file of readdirSync(bundleDirectory)) {
    if (!kept.has(file)) rmSync(join(bundleDirectory, file), { recursive: true, force: true });
  }
}

/** A bundle without it works too, slower to start. */
function compiledBefore(name) {
  const cache = cacheName(name);
  try {
    const args = [join(import.meta.dirname, 'code-cache.mjs'), bundleDirectory, name];
    execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: CACHE_MS_MAX });
    return [cache];
  } catch (error) {
    console.warn(
      `warning: the bundle has no code cache, so that kuorum takes longer to start: ${error.stderr || error}`,
    );
    rmSync(join(bundleDirectory, cache), { force: true });
    return [];
  }
}

function replaceFile(path, contents) {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

if (!isBundleCurrent(bundleDirectory)) write(await bundle());
