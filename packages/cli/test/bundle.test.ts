import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { isBundleCurrent } from '../dist/bundle.js';
import { inSources } from '../dist/source-places.js';

describe('which code the program runs', () => {
  let directory: string;
  let bundle: string;
  let module: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'kuorum-bundle-'));
    bundle = join(directory, 'bundle');
    module = join(directory, 'module.js');
    mkdirSync(bundle);
    writeFileSync(module, 'export const a = 1;\n');
    utimesSync(module, 1_000, 1_000);
    record({ readAt: 1_000_001, inputs: { '../module.js': statSync(module).size }, outputs: [] });
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const record = (content: object): void => writeFileSync(join(bundle, 'made-of.json'), JSON.stringify(content));

  it('is the bundle while every module is as it was', () => {
    expect(isBundleCurrent(bundle)).to.equal(true);
  });

  it('is the modules when one was written since, even to the same length', () => {
    writeFileSync(module, 'export const a = 2;\n');
    expect(isBundleCurrent(bundle)).to.equal(false);
  });

  it('is the modules when one was written at the very moment at which the bundle was begun', () => {
    record({ readAt: 1_000_000, inputs: { '../module.js': statSync(module).size }, outputs: [] });
    expect(isBundleCurrent(bundle)).to.equal(false);
  });

  it('is the modules when another file with an old time took the place of one', () => {
    writeFileSync(module, 'export const a = 22;\n');
    utimesSync(module, 900, 900);
    expect(isBundleCurrent(bundle)).to.equal(false);
  });

  it('is the modules when one is gone', () => {
    rmSync(module);
    expect(isBundleCurrent(bundle)).to.equal(false);
  });

  it('is the modules when there is no bundle, or half a one', () => {
    writeFileSync(join(bundle, 'made-of.json'), '{"readAt":');
    expect(isBundleCurrent(bundle)).to.equal(false);
    expect(isBundleCurrent(join(directory, 'nowhere'))).to.equal(false);
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
