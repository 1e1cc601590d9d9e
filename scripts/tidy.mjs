/**
 * Checks the structure: imports of sources and tests against the tables in scripts/layout.mjs, package.json and tsconfig
 * references against the same tables, what pure places import, import cycles between files, and file names. Prints every finding; exits 1 when there is one.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import {
  crossProcessTestImports,
  packageImports,
  packageTestImports,
  purePlaces,
  storeFolderImports,
} from './layout.mjs';

const root = resolve(import.meta.dirname, '..');
const findings = [];
const report = (file, message) => findings.push(`${relative(root, file)}: ${message}`);

function sourceFiles(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return entry.name === 'gen' || entry.name === 'node_modules' ? [] : sourceFiles(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

/** Module specifiers of a file, `import type` included. */
function importsOf(file) {
  return ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles.map(({ fileName }) => fileName);
}

function checkPackageImports(name, allowed, file, specifier) {
  const match = /^@kuorum\/([^/]+)/.exec(specifier);
  if (match === null) {
    if (specifier.startsWith('.')) {
      const target = resolve(dirname(file), specifier);
      if (!target.startsWith(join(root, 'packages', name) + '/'))
        report(file, `imports ${specifier} from outside its package`);
    }
    return;
  }
  if (!allowed.includes(match[1])) {
    report(file, `may not import ${match[1]} (allowed: ${allowed.join(', ') || 'none of ours'})`);
  }
}

function checkStoreFolders(file, specifier) {
  const src = join(root, 'packages/store/src');
  const folder = relative(src, file).split('/')[0];
  if (!(folder in storeFolderImports) || !specifier.startsWith('.')) return;
  const target = relative(src, resolve(dirname(file), specifier)).split('/')[0];
  if (target !== folder && !storeFolderImports[folder].includes(target))
    report(file, `store/${folder} may not import store/${target}`);
}

/** `*` stands for anything within a folder, a folder named `**` for any number of folders. */
function matchesGlob(path, glob) {
  const pattern = glob
    .replace(/[.+()[\]{}|^$]/g, '\\$&')
    .replace(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]*' : '(?:[^/]+/)*'));
  return new RegExp(`^${pattern}$`).test(path);
}

function placeOf(file) {
  return purePlaces.find(({ files }) => files.some((glob) => matchesGlob(relative(root, file), glob)));
}

function checkPure(file) {
  const place = placeOf(file);
  if (place === undefined) return;
  const foreign = importsOf(file).filter(
    (specifier) => !specifier.startsWith('.') && !place.imports.includes(specifier),
  );
  const impure = runtimeImports(file).filter((target) => placeOf(target) !== place);
  for (const specifier of [...foreign, ...impure.map((target) => relative(dirname(file), target))]) {
    report(file, `is pure and may import only ${place.imports.join(', ')} and its own pure place, not ${specifier}`);
  }
}

/** Tests meet the package as it is built: what they took from src would be there twice. */
function checkTestOf(name, file, specifier) {
  checkPackageImports(name, packageTestImports[name], file, specifier);
  if (
    specifier.startsWith('.') &&
    resolve(dirname(file), specifier).startsWith(join(root, 'packages', name, 'src') + '/')
  )
    report(file, `imports ${specifier}: tests import the built package, from dist`);
}

function checkCrossProcessTest(file, specifier) {
  if (specifier.startsWith('.')) {
    if (!resolve(dirname(file), specifier).startsWith(join(root, 'test') + '/'))
      report(file, `imports ${specifier} from outside test/`);
    return;
  }
  const name = /^@kuorum\/([^/]+)/.exec(specifier)?.[1];
  if (name !== undefined && !crossProcessTestImports.includes(name))
    report(file, `may not import ${name} (allowed: ${crossProcessTestImports.join(', ')})`);
}

function checkManifests(name) {
  const dir = join(root, 'packages', name);
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const allowed = packageImports[name];
  const declared = Object.keys(manifest.dependencies ?? {})
    .filter((dependency) => dependency.startsWith('@kuorum/'))
    .map((dependency) => dependency.slice('@kuorum/'.length));
  for (const dependency of declared)
    if (!allowed.includes(dependency)) report(join(dir, 'package.json'), `may not depend on ${dependency}`);
  const { references = [] } = JSON.parse(readFileSync(join(dir, 'tsconfig.json'), 'utf8'));
  for (const { path } of references) {
    const target = path.replace('../', '');
    if (!allowed.includes(target)) report(join(dir, 'tsconfig.json'), `may not reference ${target}`);
  }
  for (const dependency of declared) {
    if (!references.some(({ path }) => path === `../${dependency}`))
      report(join(dir, 'tsconfig.json'), `lacks a reference to ${dependency}`);
  }
}

function checkDeclared(name, file, specifier, manifest) {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return;
  const dependency = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : specifier.split('/')[0];
  if (manifest.dependencies?.[dependency] === undefined)
    report(file, `imports ${dependency}, which package.json of ${name} does not declare`);
}

/** Reports each import cycle between files once; `import type` does not count, it is gone at run time. */
function checkCycles(files) {
  const graph = new Map(files.map((file) => [file, runtimeImports(file)]));
  const state = new Map();
  const visit = (file, stack) => {
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) {
      if (state.get(next) === 'open') {
        const cycle = [...stack.slice(stack.indexOf(next)), next].map((path) => relative(root, path));
        report(next, `import cycle: ${cycle.join(' → ')}`);
      } else if (!state.has(next)) visit(next, [...stack, next]);
    }
    state.set(file, 'done');
  };
  for (const file of files) if (!state.has(file)) visit(file, [file]);
}

function runtimeImports(file) {
  return runtimeSpecifiers(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => sourceOf(file, specifier));
}

function sourceOf(file, specifier) {
  return resolve(dirname(file), specifier.replace(/\.js$/, '.ts'));
}

function runtimeSpecifiers(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier?.text;
    return specifier === undefined || isTypeOnly(statement) ? [] : [specifier];
  });
}

function isTypeOnly(statement) {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const bindings = clause.namedBindings;
  return (
    clause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every(({ isTypeOnly: only }) => only)
  );
}

for (const name of Object.keys(packageImports)) {
  const dir = join(root, 'packages', name);
  const files = sourceFiles(join(dir, 'src'));
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  for (const file of files) {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(file.split('/').at(-1))) report(file, 'file names are kebab-case');
    for (const specifier of importsOf(file)) {
      checkPackageImports(name, packageImports[name], file, specifier);
      checkDeclared(name, file, specifier, manifest);
      if (name === 'store') checkStoreFolders(file, specifier);
    }
    checkPure(file);
  }
  for (const file of sourceFiles(join(dir, 'test')))
    for (const specifier of importsOf(file)) checkTestOf(name, file, specifier);
  checkManifests(name);
  checkCycles(files);
}
for (const file of sourceFiles(join(root, 'test')))
  for (const specifier of importsOf(file)) checkCrossProcessTest(file, specifier);
for (const { files } of purePlaces) {
  const all = sourceFiles(join(root, 'packages')).map((file) => relative(root, file));
  for (const glob of files) {
    if (!all.some((file) => matchesGlob(file, glob))) report(join(root, glob), 'is said to be pure and is not there');
  }
}
for (const name of readdirSync(join(root, 'packages'))) {
  if (!(name in packageImports)) report(join(root, 'packages', name), 'is not in the table of scripts/layout.mjs');
}

if (findings.length > 0) {
  process.stderr.write(`${findings.join('\n')}\n${findings.length} findings\n`);
  process.exit(1);
}
process.stdout.write('structure is tidy\n');
