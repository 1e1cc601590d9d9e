import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { bundleInputs } from '../dist/bundle-inputs.js';
import { cacheName, compileProgram, isBundleCurrent } from '../dist/bundle.js';
import { inSources } from '../dist/source-places.js';

describe('which code the program runs', () => {
  let root: string;
  let bundle: string;
  let module: string;
  let manifest: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kuorum-bundle-'));
    bundle = join(root, 'packages/p/dist-bundle');
    module = join(root, 'packages/p/dist/module.js');
    manifest = join(root, 'packages/p/package.json');
    const other = join(root, 'node_modules/@a/b/package.json');
    for (const file of [module, join(bundle, 'main.js'), other]) mkdirSync(dirname(file), { recursive: true });
    for (const file of [module, manifest, other, join(bundle, 'main.js')]) {
      writeFileSync(file, 'export const a = 1;\n');
      utimesSync(file, 1_000.25, 1_000.25);
    }
    make();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const make = (readAt = 2_000_000): void => {
    const inputs = bundleInputs(['packages/p/dist/module.js', 'node_modules/@a/b/lib/c.js'], root, readAt, bundle);
    writeFileSync(join(bundle, 'bundle.json'), JSON.stringify({ inputs, outputs: ['main.js'], before: [] }));
  };

  it('is the bundle while every module is as it was', () => {
    expect(isBundleCurrent(bundle)).to.equal(true);
  });

  it('is the bundle after a copy that keeps whole seconds only, as in an image', () => {
    for (const file of [module, manifest]) utimesSync(file, 1_000, 1_000);
    expect(isBundleCurrent(bundle)).to.equal(true);
  });

  it('is the modules when one was written since, even to the same length', () => {
    writeFileSync(module, 'export const a = 2;\n');
    expect(isBundleCurrent(bundle)).to.equal(false);
  });

  it('is the modules when another file took the place of one, with an older time, even of the same length', () => {
    writeFileSync(module, 'export const a = 2;\n');
    utimesSync(module, 900, 900);
    expect(isBundleCurrent(bundle)).to.equal(false);
    make();
    writeFileSync(module, 'export const a = 22;\n');
    utimesSync(module, 900, 900);
    expect(isBundleCurrent(bundle)).to.equal(false);
  });

  it('is the modules when one was written at the very moment at which the bundle was begun', () => {
    make(1_000_250);
    expect(isBundleCurrent(bundle)).to.equal(false);
  });

  it('is the modules when the manifest of a package has changed, ours or of others', () => {
    for (const file of [manifest, join(root, 'node_modules/@a/b/package.json')]) {
      writeFileSync(file, '{"exports":"./else.js"}');
      expect(isBundleCurrent(bundle)).to.equal(false);
      utimesSync(file, 1_000, 1_000);
      make();
      expect(isBundleCurrent(bundle)).to.equal(true);
    }
  });

  it('is the modules when one is gone', () => {
    rmSync(module);
    expect(isBundleCurrent(bundle)).to.equal(false);
  });

  it('is the modules when a part of the bundle is gone', () => {
    rmSync(join(bundle, 'main.js'));
    expect(isBundleCurrent(bundle)).to.equal(false);
  });

  it('is the modules when there is no bundle, or half a one', () => {
    writeFileSync(join(bundle, 'bundle.json'), '{"inputs":');
    expect(isBundleCurrent(bundle)).to.equal(false);
    expect(isBundleCurrent(join(root, 'nowhere'))).to.equal(false);
  });
});

describe('the program of a bundle', () => {
  let directory: string;
  const program = 'p.cjs';
  const ran = globalThis as { programRan?: unknown };

  beforeEach(() => {
    directory = `${mkdtempSync(join(tmpdir(), 'kuorum-program-'))}/`;
  });
  afterEach(() => {
    delete ran.programRan;
    rmSync(directory, { recursive: true, force: true });
  });

  /** `mark`: V8 has a script that it met once in memory, and then looks at no cache. */
  const write = (mark: string): void => {
    const code = `globalThis.programRan = [require('node:path').basename(__filename), __dirname, ${JSON.stringify(mark)}];`;
    writeFileSync(join(directory, program), `(function (exports, require, module, __filename, __dirname) {${code}})`);
  };

  it('runs as a module of its directory', () => {
    write('a');
    compileProgram(directory, program).run();
    expect(ran.programRan).to.deep.equal([program, directory, 'a']);
  });

  it('does without what was compiled of it when that is not for this V8, or cut off', () => {
    write('b');
    const { script } = compileProgram(directory, program);
    expect(script.cachedDataRejected).to.equal(undefined);
    const compiled = script.createCachedData();
    for (const [mark, data] of [
      ['c', Buffer.from('of another V8')],
      ['d', compiled.subarray(0, compiled.length / 2)],
    ] as const) {
      write(mark);
      writeFileSync(join(directory, cacheName(program)), data);
      const again = compileProgram(directory, program);
      expect(again.script.cachedDataRejected).to.equal(true);
      again.run();
      expect(ran.programRan).to.deep.equal([program, directory, mark]);
    }
  });
});

describe('stack traces', () => {
  it('name the sources of what was compiled, and leave the rest as it is', () => {
    const compiled = new URL('../dist/durations.js', import.meta.url).href;
    const told = inSources(
      `Error: no\n    at f (${compiled}:2:1)\n    at g (node:internal/x:1:2)\n    at file:///nowhere.js:3:4`,
    );
    expect(told).to.match(/at f \(file:\S+\/packages\/cli\/src\/durations\.ts:\d+:\d+\)\n/);
    expect(told).to.contain('at g (node:internal/x:1:2)\n    at file:///nowhere.js:3:4');
  });
});
