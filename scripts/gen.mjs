#!/usr/bin/env node
// Generates from proto/: packages/wire/src/gen with proto-loader's own type generator, packages/api/src/gen with
// gen-api.mjs.
//   node scripts/gen.mjs           writes the files
//   node scripts/gen.mjs --check   generates into a temporary directory and exits 1 when the committed files differ
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateApi } from './gen-api.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const protoDir = join(root, 'proto');
const targets = [
  { genDir: join(root, 'packages', 'wire', 'src', 'gen'), write: generateWire },
  { genDir: join(root, 'packages', 'api', 'src', 'gen'), write: writeApi },
];
const require = createRequire(join(root, 'packages', 'wire', 'package.json'));
const generator = require.resolve('@grpc/proto-loader/build/bin/proto-loader-gen-types.js');

// Must say the same as `profiles` in packages/wire/src/loader.ts.
const shared = ['--keepCase', '--enums=String', '--defaults', '--arrays', '--objects', '--oneofs'];
const profiles = {
  etcd: {
    longs: 'String',
    accepts: (file) => !file.startsWith(`kuorum${sep}`) && !['google', 'grpc'].includes(file.split(sep)[0]),
  },
  kuorum: { longs: 'Number', accepts: (file) => file.startsWith(`kuorum${sep}`) },
};

function filesUnder(directory, extension) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith(extension))
    .sort();
}

function writeApi(outDir) {
  mkdirSync(outDir, { recursive: true });
  for (const [name, text] of generateApi(protoDir)) writeFileSync(join(outDir, name), text);
}

function generateWire(outDir) {
  const protoFiles = filesUnder(protoDir, '.proto');
  for (const [name, { longs, accepts }] of Object.entries(profiles)) {
    const files = protoFiles.filter(accepts);
    if (files.length === 0) continue;
    execFileSync(
      process.execPath,
      [
        generator,
        ...shared,
        `--longs=${longs}`,
        '--includeComments',
        '--grpcLib=@grpc/grpc-js',
        '--importFileExtension=.js',
        '--inputTemplate=%s',
        '--outputTemplate=%s__Output',
        `--includeDirs=${protoDir}`,
        `--outDir=${join(outDir, name)}`,
        ...files,
      ],
      { cwd: protoDir, stdio: 'inherit' },
    );
    removeFileTables(join(outDir, name));
    writePackageIndex(join(outDir, name));
  }
  writeDescriptors(outDir);
  writeServiceFiles(outDir, protoFiles.filter(profiles.kuorum.accepts));
  for (const file of filesUnder(outDir, '.ts')) normalize(join(outDir, file));
}

/**
 * What server reflection answers with. proto-loader makes descriptors too, but merges all files of a package and leaves
 * their imports out, which tools that link strictly (buf curl) refuse; so these are compiled by buf.
 */
function writeDescriptors(outDir) {
  const image = execFileSync(
    process.execPath,
    [
      require.resolve('@bufbuild/buf/bin/buf'),
      'build',
      protoDir,
      '--as-file-descriptor-set',
      '--exclude-source-info',
      '-o',
      '-',
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  const lines = image.toString('base64').match(/.{1,112}/g) ?? [];
  writeFileSync(
    join(outDir, 'descriptors.ts'),
    `/** A google.protobuf.FileDescriptorSet of proto/, in base64. */\nexport const descriptorSet =\n${lines
      .map((line) => `  '${line}'`)
      .join(' +\n')};\n`,
  );
}

/** Which file has which service, so that a client that needs one kind need not parse all. */
function writeServiceFiles(outDir, files) {
  const entries = files.flatMap((file) =>
    [...readFileSync(join(protoDir, file), 'utf8').matchAll(/^service (\w+)/gm)].map(
      ([, service]) => `  'kuorum.v1.${service}': '${file.split(sep).join('/')}',\n`,
    ),
  );
  const doc = '/** Services of the resource API and the .proto files that they are in. */\n';
  writeFileSync(
    join(outDir, 'service-files.ts'),
    `${doc}export const serviceFiles: Readonly<Record<string, string | undefined>> = {\n${entries.join('')}};\n`,
  );
}

/** The generator writes absolute paths of this machine into its comments: they become relative to the repository. */
function normalize(path) {
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text
      .replaceAll(protoDir + sep, 'proto/')
      .replace(/[ \t]+$/gm, '')
      .replace(/\n+$/, '\n'),
  );
}

/** One index.ts a proto package, so that its types can be imported as one namespace. */
function writePackageIndex(directory) {
  const entries = readdirSync(directory, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) writePackageIndex(join(directory, entry.name));
  const modules = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts')).map((entry) => entry.name);
  const lines = modules.sort().map((name) => `export * from './${name.replace(/\.ts$/, '.js')}';\n`);
  if (lines.length > 0) writeFileSync(join(directory, 'index.ts'), lines.join(''));
}

/** The generator's table of contents of each .proto file: nobody needs it beside the indexes. */
function removeFileTables(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isFile()) rmSync(join(directory, entry.name));
  }
}

function differences(expectedDir, actualDir) {
  const files = new Set([...filesUnder(expectedDir, '.ts'), ...filesUnder(actualDir, '.ts')]);
  return [...files].filter((file) => {
    const [expected, actual] = [expectedDir, actualDir].map((directory) => join(directory, file));
    if (!existsSync(expected) || !existsSync(actual)) return true;
    return readFileSync(expected, 'utf8') !== readFileSync(actual, 'utf8');
  });
}

for (const { genDir, write } of targets) {
  if (process.argv.includes('--check')) check(genDir, write);
  else {
    rmSync(genDir, { recursive: true, force: true });
    write(genDir);
  }
}

function check(genDir, write) {
  const temporary = mkdtempSync(join(tmpdir(), 'kuorum-gen-'));
  try {
    write(temporary);
    const stale = differences(temporary, genDir);
    if (stale.length === 0) return;
    console.error(`${relative(root, genDir)} is not what proto/ generates; run: node scripts/gen.mjs`);
    for (const file of stale) console.error(`  ${file}`);
    process.exitCode = 1;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
