import { expect } from 'chai';
import { make, matchesNodeAffinity, type DeepPartial, type NodeSelectorTerm } from '@kuorum/api';

const node = { name: 'node-1', labels: { zone: 'a', disk: 'ssd', cores: '16', empty: '' } };

describe('matchesNodeAffinity', () => {
  const key = (key: string, operator: string, ...values: string[]): DeepPartial<NodeSelectorTerm> => ({
    matchExpressions: [{ key, operator, values }],
  });
  const field = (operator: string, value: string): DeepPartial<NodeSelectorTerm> => ({
    matchFields: [{ key: 'metadata.name', operator, values: [value] }],
  });
  const cases: [terms: DeepPartial<NodeSelectorTerm>[], matches: boolean][] = [
    [[key('zone', 'In', 'a', 'b')], true],
    [[key('zone', 'In', 'b')], false],
    [[key('none', 'In', '')], false],
    [[key('zone', 'NotIn', 'b')], true],
    [[key('zone', 'NotIn', 'a')], false],
    [[key('none', 'NotIn', 'a')], true],
    [[key('empty', 'Exists')], true],
    [[key('none', 'Exists')], false],
    [[key('none', 'DoesNotExist')], true],
    [[key('zone', 'DoesNotExist')], false],
    [[key('cores', 'Gt', '8')], true],
    [[key('cores', 'Gt', '16')], false],
    [[key('cores', 'Lt', '17')], true],
    [[key('cores', 'Lt', '9')], false],
    [[key('zone', 'Gt', '1')], false],
    [[key('none', 'Lt', '1')], false],
    [[key('toString', 'Exists')], false],
    [[field('In', 'node-1')], true],
    [[field('In', 'node-2')], false],
    [[field('NotIn', 'node-1')], false],
    [[{ matchExpressions: [...(key('zone', 'In', 'a').matchExpressions ?? [])], ...field('In', 'node-2') }], false],
    [[key('zone', 'In', 'b'), key('disk', 'In', 'ssd')], true],
    [[{}], false],
    [[{}, key('disk', 'Exists')], true],
  ];
  for (const [nodeSelectorTerms, matches] of cases) {
    it(`${JSON.stringify(nodeSelectorTerms)}: ${matches}`, () => {
      const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
      expect(matchesNodeAffinity(make('PodSpec', { affinity: { nodeAffinity } }), node)).to.equal(matches);
    });
  }
  it('asks for every label of nodeSelector, and for both', () => {
    const affinity = (disk: string) => ({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [key('disk', 'In', disk)] },
      },
    });
    const spec = (zone: string, disk: string) => make('PodSpec', { nodeSelector: { zone }, affinity: affinity(disk) });
    expect(matchesNodeAffinity(spec('a', 'ssd'), node)).to.equal(true);
    expect(matchesNodeAffinity(spec('b', 'ssd'), node)).to.equal(false);
    expect(matchesNodeAffinity(spec('a', 'hdd'), node)).to.equal(false);
    expect(matchesNodeAffinity(make('PodSpec', { nodeSelector: { toString: 'x' } }), node)).to.equal(false);
  });
  it('does not look at what is only preferred', () => {
    const preference = key('zone', 'In', 'b');
    const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference }] };
    expect(matchesNodeAffinity(make('PodSpec', { affinity: { nodeAffinity } }), node)).to.equal(true);
  });
});
