/** What a pod insists on: node affinity is kept, what no filter can judge keeps the pod pending, preferences do not. */
import { Xoshiro128 } from '@kuorum/base';
import { make, type DeepPartial, type PodSpec } from '@kuorum/api';
import { expect } from 'chai';
import { ClusterState, schedule } from '@kuorum/scheduler';
import { node, pod } from './objects.js';

describe('schedule: what a pod insists on', () => {
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } };
  const weighted = { [preferred]: [{ weight: 1, podAffinityTerm: term }] };
  const spread = (whenUnsatisfiable: string): DeepPartial<PodSpec> => ({
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable }],
  });
  const zone = (...values: string[]): DeepPartial<PodSpec> => ({
    affinity: {
      nodeAffinity: {
        [required]: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values }] }] },
      },
    },
  });
  const judged = 'node(s) could not be judged: the scheduler does not support';
  const cases: [what: string, spec: DeepPartial<PodSpec>, outcome: string][] = [
    ['a zone that a node is in', zone('b'), 'b'],
    [
      'a zone that no node is in',
      zone('c'),
      "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.",
    ],
    [
      'not being with others',
      { affinity: { podAntiAffinity: { [required]: [term] } } },
      `0/2 nodes are available: 2 ${judged} spec.affinity.podAntiAffinity.${required}.`,
    ],
    [
      'being with others',
      { affinity: { podAffinity: { [required]: [term] } } },
      `0/2 nodes are available: 2 ${judged} spec.affinity.podAffinity.${required}.`,
    ],
    [
      'being spread',
      spread('DoNotSchedule'),
      `0/2 nodes are available: 2 ${judged} spec.topologySpreadConstraints[0] (DoNotSchedule).`,
    ],
    ['only preferences', { affinity: { podAntiAffinity: weighted, podAffinity: weighted } }, 'placed'],
    ['being spread if it can be', spread('ScheduleAnyway'), 'placed'],
  ];
  for (const [what, spec, outcome] of cases) {
    it(`${what}: ${outcome}`, () => {
      const state = new ClusterState();
      for (const name of ['a', 'b']) state.setNode(node(name, { labels: { zone: name } }));
      const wanted = pod('p');
      const decision = schedule(
        { ...wanted, spec: { ...wanted.spec, ...make('PodSpec', spec), containers: wanted.spec.containers } },
        state,
        new Xoshiro128(1),
      );
      const shown = decision.type === 'scheduled' ? decision.nodeName : decision.message;
      if (outcome === 'placed') expect(['a', 'b']).to.include(shown);
      else expect(shown).to.equal(outcome);
    });
  }
});
