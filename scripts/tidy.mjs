/**
 * Checks the structure: imports against the table in scripts/layout.mjs, package.json and tsconfig references against
 * the same table, import cycles between files, and file names. Prints every finding; exits 1 when there is one.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { packageImports, pureFolders, storeFolderImports } from './layout.mjs';

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

function checkPackageImports(name, file, specifier) {
  const match = /^@kuorum\/([^/]+)/.exec(specifier);
  if (match === null) {
    if (specifier.startsWith('.')) {
      const target = resolve(dirname(file), specifier);
      if (!target.startsWith(join(root, 'packages', name) + '/'))
        report(file, `imports ${specifier} from outside its package`);
    }
    return;
  }
  if (!packageImports[name].includes(match[1])) {
    report(file, `${name} may not import ${match[1]} (allowed: ${packageImports[name].join(', ') || 'none of ours'})`);
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

function checkPure(file, specifier) {
  const folder = pureFolders.find((pure) => file.startsWith(join(root, pure) + '/'));
  if (folder === undefined || specifier.startsWith('.') || specifier === '@kuorum/base') return;
  report(file, `pure folder ${folder} may import only @kuorum/base, not ${specifier}`);
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
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier?.text;
    if (specifier === undefined || !specifier.startsWith('.') || isTypeOnly(statement)) return [];
    return [resolve(dirname(file), specifier.replace(/\.js$/, '.ts'))];
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
      checkPackageImports(name, file, specifier);
      checkDeclared(name, file, specifier, manifest);
      checkPure(file, specifier);
      if (name === 'store') checkStoreFolders(file, specifier);
    }
  }
  checkManifests(name);
  checkCycles(files);
}
for (const name of readdirSync(join(root, 'packages'))) {
  if (!(name in packageImports)) report(join(root, 'packages', name), 'is not in the table of scripts/layout.mjs');
}

if (findings.length > 0) {
  process.stderr.write(`${findings.join('\n')}\n${findings.length} findings\n`);
  process.exit(1);
}
process.stdout.write('structure is tidy\n');
