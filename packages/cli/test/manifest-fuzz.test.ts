/**
 * Manifest files that nobody would write: the loader gives objects or says what is wrong, in time, and never throws. Its server's
 * part is in packages/apiserver/test/manifest-fuzz.test.ts; `make fuzz MINUTES=10 SEED=7` goes on with both.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Xoshiro128, type Prng } from '@kuorum/base';
import { JsonMutator } from '@kuorum/testing';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { parseManifest, type ManifestObject } from '../dist/manifest/load.js';

const minutes = Number(process.env['KUORUM_FUZZ_MINUTES'] ?? 0);
const firstSeed = Number(process.env['KUORUM_FUZZ_SEED'] ?? (minutes > 0 ? Math.floor(Math.random() * 1_000_000) : 1));
const ROUNDS = 12;
/** Of the processor: more is a path that grows with something a file may say. */
const SLOW_CPU_MS = 3_000;

const samples = fileURLToPath(new URL('../../../deploy/samples/', import.meta.url));
const texts = readdirSync(samples).map((file) => readFileSync(`${samples}${file}`, 'utf8'));
const documents: unknown[] = texts.flatMap((text) =>
  parseAllDocuments(text).map((document) => document.toJS() as unknown),
);

const snippets = [
  '---\n',
  '...\n',
  '\t',
  ': ',
  '- ',
  '? ',
  '&a ',
  '*a',
  '<<: *a\n',
  '!!binary ',
  '!!js/function ',
  '|\n',
  '>-\n',
  '"',
  "'",
  '{',
  '[',
  '#',
  '%YAML 9.9\n',
  '\u0000',
  '\ufeff',
  '😀',
  '__proto__: {a: 1}\n',
  '[[[[[[[[[[',
  `${'['.repeat(3_000)}`,
  `${'- '.repeat(2_000)}`,
  `a: &x [1,1,1,1,1,1,1,1,1]\nb: &y [*x,*x,*x,*x,*x,*x,*x,*x,*x]\nc: &z [*y,*y,*y,*y,*y,*y,*y,*y,*y]\nd: [*z,*z,*z,*z,*z,*z,*z,*z]\n`,
];

/** A file with some of its characters gone, doubled, or something else between them. */
function damaged(text: string, prng: Prng): string {
  let result = text;
  for (let n = 1 + prng.int(4); n > 0; n--) {
    const at = prng.int(result.length + 1);
    const count = prng.int(12);
    switch (prng.int(3)) {
      case 0:
        result = result.slice(0, at) + result.slice(at + count);
        break;
      case 1:
        result = result.slice(0, at) + result.slice(Math.max(0, at - count * 10), at) + result.slice(at);
        break;
      default:
        result = result.slice(0, at) + (snippets[prng.int(snippets.length)] ?? '') + result.slice(at);
    }
  }
  return result;
}

describe(`fuzzed manifest files (from seed ${firstSeed} on)`, () => {
  const counts = { loaded: 0, refused: 0, empty: 0 };

  function load(what: string, text: string): void {
    const objects: ManifestObject[] = [];
    const problems: string[] = [];
    const before = process.cpuUsage();
    parseManifest('file.yaml', text, objects, problems);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000, `processor time of ${what}`).to.be.below(SLOW_CPU_MS);
    for (const problem of problems) expect(problem, what).to.match(/^file\.yaml(, document \d+)?(, items\[\d+\])*: ./s);
    for (const { object, info } of objects) expect(object, what).to.include({ kind: info.kind });
    if (problems.length > 0) counts.refused++;
    else if (objects.length > 0) counts.loaded++;
    else counts.empty++;
  }

  it('are loaded or refused with the place of what is wrong, in time', () => {
    const end = performance.now() + minutes * 60_000;
    for (let seed = firstSeed; seed < firstSeed + ROUNDS || performance.now() < end; seed++) {
      const prng = new Xoshiro128(seed);
      const mutator = new JsonMutator(prng);
      for (const document of documents) {
        const text = mutator.mutate(document);
        load(`mutated, seed ${seed}: ${text.slice(0, 2_000)}`, text);
      }
      for (const text of texts) {
        const broken = damaged(text, prng);
        load(`damaged, seed ${seed}: ${broken.slice(0, 2_000)}`, broken);
      }
    }
    console.log(`      ${JSON.stringify(counts)}`);
    expect(counts.loaded).to.be.above(0);
    expect(counts.refused).to.be.above(0);
  }).timeout(60_000 + minutes * 60_000 * 2);
});
