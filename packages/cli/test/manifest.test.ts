import { expect } from 'chai';
import { parseManifest, type ManifestObject } from '../dist/manifest/load.js';

function parse(text: string): { objects: ManifestObject[]; problems: string[] } {
  const objects: ManifestObject[] = [];
  const problems: string[] = [];
  parseManifest('a.yaml', text, objects, problems);
  return { objects, problems };
}

describe('parseManifest', () => {
  it('reads several documents, lists, JSON and empty documents', () => {
    const text = `apiVersion: v1
kind: Namespace
metadata: {name: one}
---
# nothing here
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Pod, metadata: {name: two}, spec: {containers: [{name: c, image: i, resources: {limits: {cpu: 1}}}]}}
---
{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "three"}, "spec": {"ports": [{"port": 80, "targetPort": "http"}]}}
`;
    const { objects, problems } = parse(text);
    expect(problems).to.deep.equal([]);
    expect(objects.map(({ object }) => object.metadata.name)).to.deep.equal(['one', 'two', 'three']);
  });

  const bad: [what: string, text: string, error: RegExp, accepted?: number][] = [
    ['broken YAML', 'a: [', /a\.yaml: .*line 1/s],
    ['a scalar document', 'hello', /an object with apiVersion and kind is expected/],
    ['a missing apiVersion', 'kind: Pod', /apiVersion and kind must be given/],
    ['a kind in the wrong case', 'apiVersion: v1\nkind: pod', /kind: pod is not a kind/],
    ['a wrong apiVersion', 'apiVersion: v2\nkind: Pod', /Pod is served as v1, not v2/],
    ['an unknown field', 'apiVersion: v1\nkind: Pod\nspec: {hostNetwrk: true}', /Pod: spec\.hostNetwrk: unknown field/],
    [
      'a List of no list',
      'apiVersion: v1\nkind: List\nitems: {kind: Pod}',
      /List: items: a list of objects is expected/,
    ],
    [
      'an unknown field of an item of a List',
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Namespace}\n- {apiVersion: v1, kind: Pod, spec: {containers: [{}, {env: [{nme: A}]}]}}',
      /a\.yaml, items\[1\]: Pod: spec\.containers\[1\]\.env\[0\]\.nme: unknown field/,
      1,
    ],
    ['aliases that explode', bomb(), /alias/i],
  ];
  for (const [title, text, error, accepted = 0] of bad) {
    it(`refuses ${title}`, () => {
      const { objects, problems } = parse(text);
      expect(problems.join('\n')).to.match(error);
      expect(objects).to.have.length(accepted);
    });
  }
});

/** Ten levels of ten aliases each: 10^10 nodes if expanded. */
function bomb(): string {
  const lines = ['a0: &a0 [x]'];
  for (let i = 1; i <= 10; i++)
    lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(',')}]`);
  return `apiVersion: v1\nkind: Pod\n${lines.join('\n')}\n`;
}
