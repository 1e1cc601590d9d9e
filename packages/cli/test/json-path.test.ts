import { expect } from 'chai';
import { Xoshiro128 } from '@kuorum/base';
import { compileExpression, compileJsonPath, relaxedExpression } from '../dist/print/jsonpath/json-path.js';
import { templateCharsMax } from '../dist/print/jsonpath/syntax.js';

const pod = {
  kind: 'Pod',
  metadata: { name: 'web', labels: { app: 'web', 'a.b/c': 'dotted' }, annotations: { note: "<b> & 'q'" } },
  spec: {
    hostNetwork: true,
    nodeName: '',
    containers: [
      { name: 'one', image: 'i1', ports: [{ containerPort: 80, name: 'http' }, { containerPort: 443 }] },
      { name: 'two', image: 'i2' },
      { name: 'three', image: 'i3', env: [{ name: 'A', value: '1' }] },
    ],
  },
};

// What kubectl 1.32 prints for the same template on the same object.
const prints: [string, string][] = [
  ['{.metadata.name}', 'web'],
  ['.metadata.name', '.metadata.name'],
  ['kind is {.kind}, name {.metadata.name}', 'kind is Pod, name web'],
  ['{$.kind}{@.kind}{ .kind }', 'PodPodPod'],
  ['{.spec.hostNetwork}{.spec.nodeName}', 'true'],
  ['{.spec.containers[*].name}', 'one two three'],
  ['{.spec.containers[0:2].name}', 'one two'],
  ['{.spec.containers[:-1].name}', 'one two'],
  ['{.spec.containers[-2:].name}', 'two three'],
  ['{.spec.containers[-1].name}', 'three'],
  ['{.spec.containers[::2].name}', 'one three'],
  ['{.spec.containers[1:1].name}', ''],
  ['{.spec.containers[].name}', 'one'],
  ['{.spec.containers[0,2].name}', 'one three'],
  ["{.metadata['name','labels']}", 'web {"a.b/c":"dotted","app":"web"}'],
  ["{['kind']}", 'Pod'],
  ['{.metadata.labels.a\\.b/c}', 'dotted'],
  ["{.metadata.labels['a\\.b/c']}", 'dotted'],
  ["{.metadata.labels['a.b/c']}", ''],
  ['{.metadata.annotations}', '{"note":"\\u003cb\\u003e \\u0026 \'q\'"}'],
  ['{.metadata.labels.*}', 'web dotted'],
  ['{..containerPort}', '80 443'],
  ['{..ports[0].containerPort}', '80'],
  ['{.spec.containers[*].ports[*].containerPort}', '80 443'],
  ['{.spec.containers[?(@.name=="two")].image}', 'i2'],
  ["{.spec.containers[?(@.name == 'two')].image}", 'i2'],
  ['{.spec.containers[?(@.name!="two")].name}', 'one three'],
  ['{.spec.containers[?(@.name>"one")].name}', 'two three'],
  ['{.spec.containers[?(@.ports)].name}', 'one'],
  ['{.spec.containers[?(@.ports[0].containerPort>79)].name}', 'one'],
  ['{.spec.containers[?(@.name=="a]b)")].name}', ''],
  ['{range .spec.containers[*]}{.name}{"\\t"}{.image}{"\\n"}{end}', 'one\ti1\ntwo\ti2\nthree\ti3\n'],
  ['{range .spec.containers[*]}[{range .ports[*]}{.containerPort},{end}]{end}', '[80,443,][][]'],
  ['{range .nope[*]}x{end}y', 'y'],
  ['{.nope}{.spec.nope.deep}{.spec.containers.name}{.kind.x}', ''],
  ['{"a\\"b"}{\'c\'}{1}{-1.5}{true}', 'a"bc1-1.5true'],
  ['{.metadata.name}}', 'web}'],
];

const refused: [string, RegExp][] = [
  ['{.metadata.name', /^unclosed action$/],
  ['{.a\n}', /^unclosed action$/],
  ['{foo}', /^unrecognized identifier foo$/],
  ['{.a b}', /^unrecognized identifier b$/],
  ['{end}', /^not in range, nothing to end$/],
  ['{{.a}}', /^unrecognized character in action: U\+007B '\{'$/],
  ['{"abc}', /^unterminated quoted string$/],
  ['{"\\q"}', /invalid escape \\q/],
  ['{.a[x]}', /^invalid array index x$/],
  ['{.spec["hostNetwork"]}', /^invalid array index "hostNetwork"$/],
  ['{.a[0}', /^unterminated array$/],
  ['{.a[?(@.b=="c"}', /^unterminated filter$/],
  ['{.a[?(@.b=="c")}', /^unclosed array expect \]$/],
  ['{.a[?(@.b=="c" && @.d=="e")]}', /^unrecognized character in action: U\+0026 '&'$/],
  ['{.a[?(@.b=>"c")]}', /^unrecognized filter operator =>$/],
  ['{.spec.containers[5]}', /^array index out of bounds: index 5, length 3$/],
  ['{.spec.containers[2:1]}', /^starting index 2 is greater than ending index 1$/],
  ['{.spec.containers[0:2:0]}', /^step must be > 0$/],
  ['{.metadata[0]}', /is not array or slice$/],
  ['{.spec[?(@.x)]}', /is not array or slice and cannot be filtered$/],
  ['{.spec.containers[?(@.name==1)]}', /^incompatible types for comparison$/],
  ['{.spec.containers[?(@.ports[*].containerPort==80)]}', /^can only compare one element at a time$/],
  ['x'.repeat(templateCharsMax + 1), /longer than/],
  ['{range .a}'.repeat(100), /nested deeper/],
  [`{.a${'[?(@.b'.repeat(100)}`, /unterminated filter/],
];

describe('JSONPath', () => {
  for (const [template, text] of prints) {
    it(`${JSON.stringify(template)} prints ${JSON.stringify(text)}`, () =>
      expect(compileJsonPath(template).text(pod)).to.equal(text));
  }

  for (const [template, message] of refused) {
    it(`refuses ${JSON.stringify(template.slice(0, 60))}`, () =>
      expect(() => compileJsonPath(template).text(pod)).to.throw(message));
  }

  it('prints each action as a JSON list', () => {
    const text = compileJsonPath('text {.spec.containers[0:2].name}{.nope}').json(pod);
    expect(text).to.equal('[\n    "one",\n    "two"\n]\n[]');
  });

  it('takes an expression with or without braces and first dot', () => {
    for (const written of ['{.metadata.name}', '{metadata.name}', '.metadata.name', 'metadata.name']) {
      expect(relaxedExpression(written)).to.equal('{.metadata.name}');
      expect(compileExpression(written).values(pod)).to.deep.equal(['web']);
    }
    for (const written of ['', '{}', '{.a', '{.a}{.b}'])
      expect(() => relaxedExpression(written)).to.throw(/expected a/);
  });

  it('gives up on templates that multiply their results', () => {
    const wide = { a: Array.from({ length: 300 }, () => [[[[1]]]]) };
    expect(() => compileJsonPath(`{${'..'.repeat(64)}}`).text(wide)).to.throw(/more than \d+ values/);
    const ranges = '{range $.a[*]}'.repeat(20);
    const nested = { a: Array.from({ length: 20 }, () => ({ a: [] as unknown[] })) };
    for (const item of nested.a) item.a = nested.a;
    expect(() => compileJsonPath(ranges).text(nested)).to.throw(/more than \d+ values/);
  });

  it('answers or refuses whatever is given to it, at once', () => {
    const seed = Number(process.env['SEED'] ?? 20_261_123);
    const prng = new Xoshiro128(seed);
    const parts = ['{', '}', '[', ']', '?(', ')', '..', '.', '*', 'name', 'spec', 'containers', '@', '$', '"', "'"];
    parts.push('range ', 'end', ',', ':', '-1', '0', '2', ' ', '==', '<', '\\', '\n', 'ports', 'true', '{end}', 'é');
    const startMs = performance.now();
    let printed = 0;
    for (let i = 0; i < 20_000; i++) {
      const template = Array.from({ length: 1 + prng.int(14) }, () => parts[prng.int(parts.length)]).join('');
      try {
        compileJsonPath(template).text(pod);
        printed++;
      } catch (error) {
        expect(error, `seed ${seed}: ${template}`).to.have.property('name', 'JsonPathError');
      }
    }
    expect(printed).to.be.greaterThan(100);
    expect(performance.now() - startMs).to.be.lessThan(10_000);
  });
});
