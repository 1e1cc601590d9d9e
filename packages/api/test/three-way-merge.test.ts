import { expect } from 'chai';
import { decodeJson, encodeJson, strategicMerge, threeWayMerge } from '@kuorum/api';

type Json = Record<string, unknown>;

/** What was applied last, what is applied now, what there is; the patch, and what it makes of what there is. */
interface Case {
  readonly what: string;
  readonly message: string;
  readonly last?: Json;
  readonly wanted: Json;
  readonly live: Json;
  readonly patch: Json;
  readonly result: Json;
}

const meta = (what: string, rest: Omit<Case, 'what' | 'message'>): Case => ({ what, message: 'ObjectMeta', ...rest });
const podSpec = (what: string, rest: Omit<Case, 'what' | 'message'>): Case => ({ what, message: 'PodSpec', ...rest });
const a = { name: 'a', image: 'a:1' };
const b = { name: 'b', image: 'b:1' };
const sidecar = { name: 'sidecar', image: 's:1' };

const cases: Case[] = [
  // Members.
  meta('leaves alone what is as wanted', {
    last: { labels: { x: '1' } },
    wanted: { labels: { x: '1' } },
    live: { labels: { x: '1' }, uid: 'u' },
    patch: {},
    result: { labels: { x: '1' }, uid: 'u' },
  }),
  meta('sets, removes and leaves to others: three labels of a map', {
    last: { labels: { gone: '1', mine: '1' } },
    wanted: { labels: { mine: '2', new: '1' } },
    live: { labels: { gone: '1', mine: '1', other: '1' } },
    patch: { labels: { mine: '2', new: '1', gone: null } },
    result: { labels: { mine: '2', new: '1', other: '1' } },
  }),
  meta('removes a whole map that the manifest no longer has, with what others put into it', {
    last: { labels: { x: '1' } },
    wanted: {},
    live: { labels: { x: '1', other: '1' } },
    patch: { labels: null },
    result: {},
  }),
  meta('does not remove what somebody else has removed', {
    last: { labels: { x: '1', y: '1' } },
    wanted: { labels: { y: '1' } },
    live: { labels: { y: '1' } },
    patch: {},
    result: { labels: { y: '1' } },
  }),
  meta('takes back what somebody else has changed', {
    last: { labels: { x: '1' } },
    wanted: { labels: { x: '1' } },
    live: { labels: { x: '2' } },
    patch: { labels: { x: '1' } },
    result: { labels: { x: '1' } },
  }),
  meta('null in a manifest removes, whoever has set it', {
    wanted: { labels: { x: null, never: null } },
    live: { labels: { x: '1', y: '1' } },
    patch: { labels: { x: null } },
    result: { labels: { y: '1' } },
  }),
  meta('an empty value in a map is a value', {
    wanted: { labels: { x: '' } },
    live: { labels: { y: '1' } },
    patch: { labels: { x: '' } },
    result: { labels: { x: '', y: '1' } },
  }),
  podSpec('a zero that the codec leaves out is there already', {
    wanted: { hostNetwork: false, nodeName: '', nodeSelector: {}, tolerations: [] },
    live: { nodeName: '' },
    patch: {},
    result: { nodeName: '' },
  }),
  podSpec('a zero that means something is set: false is not "nothing said"', {
    wanted: { automountServiceAccountToken: false },
    live: {},
    patch: { automountServiceAccountToken: false },
    result: { automountServiceAccountToken: false },
  }),
  podSpec('a zero takes back what is otherwise', {
    wanted: { hostNetwork: false },
    live: { hostNetwork: true },
    patch: { hostNetwork: false },
    result: { hostNetwork: false },
  }),
  // Lists by key.
  podSpec('changes one item of a list by its key', {
    last: { containers: [a, b] },
    wanted: { containers: [a, { name: 'b', image: 'b:2' }] },
    live: { containers: [{ ...a, imagePullPolicy: 'Always' }, b] },
    patch: { containers: [{ name: 'b', image: 'b:2' }], '$setElementOrder/containers': [{ name: 'a' }, { name: 'b' }] },
    result: {
      containers: [
        { ...a, imagePullPolicy: 'Always' },
        { name: 'b', image: 'b:2' },
      ],
    },
  }),
  podSpec('keeps an item that somebody else put there, in its place', {
    last: { containers: [a] },
    wanted: { containers: [{ name: 'a', image: 'a:2' }] },
    live: { containers: [sidecar, a] },
    patch: { containers: [{ name: 'a', image: 'a:2' }], '$setElementOrder/containers': [{ name: 'a' }] },
    result: { containers: [sidecar, { name: 'a', image: 'a:2' }] },
  }),
  podSpec("does nothing about others' items alone", {
    last: { containers: [a, b] },
    wanted: { containers: [a, b] },
    live: { containers: [a, sidecar, b] },
    patch: {},
    result: { containers: [a, sidecar, b] },
  }),
  podSpec('deletes an item that it no longer has', {
    last: { containers: [a, b] },
    wanted: { containers: [a] },
    live: { containers: [a, b, sidecar] },
    patch: { containers: [{ $patch: 'delete', name: 'b' }], '$setElementOrder/containers': [{ name: 'a' }] },
    result: { containers: [a, sidecar] },
  }),
  podSpec('deletes all items of an empty list, but for those of others', {
    last: { containers: [a] },
    wanted: { containers: [] },
    live: { containers: [a, sidecar] },
    patch: { containers: [{ $patch: 'delete', name: 'a' }], '$setElementOrder/containers': [] },
    result: { containers: [sidecar] },
  }),
  podSpec('adds an item between others', {
    last: { containers: [a, b] },
    wanted: { containers: [a, { name: 'c', image: 'c:1' }, b] },
    live: { containers: [a, b] },
    patch: {
      containers: [{ name: 'c', image: 'c:1' }],
      '$setElementOrder/containers': [{ name: 'a' }, { name: 'c' }, { name: 'b' }],
    },
    result: { containers: [a, { name: 'c', image: 'c:1' }, b] },
  }),
  podSpec('puts items in another order', {
    last: { containers: [a, b] },
    wanted: { containers: [b, a] },
    live: { containers: [a, b] },
    patch: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] },
    result: { containers: [b, a] },
  }),
  podSpec('goes down: a variable of a container goes, that of another writer stays', {
    last: {
      containers: [
        {
          ...a,
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '1' },
          ],
        },
      ],
    },
    wanted: { containers: [{ ...a, env: [{ name: 'X', value: '2' }] }] },
    live: {
      containers: [
        {
          ...a,
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '1' },
            { name: 'Z', value: '1' },
          ],
        },
      ],
    },
    patch: {
      containers: [
        {
          name: 'a',
          env: [
            { name: 'X', value: '2' },
            { $patch: 'delete', name: 'Y' },
          ],
          '$setElementOrder/env': [{ name: 'X' }],
        },
      ],
      '$setElementOrder/containers': [{ name: 'a' }],
    },
    result: {
      containers: [
        {
          ...a,
          env: [
            { name: 'X', value: '2' },
            { name: 'Z', value: '1' },
          ],
        },
      ],
    },
  }),
  {
    what: 'tells ports apart by number and protocol, TCP unless told',
    message: 'ServiceSpec',
    last: { ports: [{ port: 53 }, { port: 53, protocol: 'UDP' }] },
    wanted: { ports: [{ port: 53, targetPort: 5353 }] },
    live: {
      ports: [
        { port: 53, protocol: 'TCP', nodePort: 30053 },
        { port: 53, protocol: 'UDP' },
      ],
    },
    patch: {
      ports: [
        { port: 53, protocol: 'TCP', targetPort: 5353 },
        { $patch: 'delete', port: 53, protocol: 'UDP' },
      ],
      '$setElementOrder/ports': [{ port: 53, protocol: 'TCP' }],
    },
    result: { ports: [{ port: 53, protocol: 'TCP', nodePort: 30053, targetPort: 5353 }] },
  },
  podSpec('items that cannot be told apart make the list one value', {
    wanted: { topologySpreadConstraints: [{ topologyKey: 'zone' }, { topologyKey: 'zone', maxSkew: 2 }] },
    live: { topologySpreadConstraints: [{ topologyKey: 'zone' }] },
    patch: {
      topologySpreadConstraints: [{ topologyKey: 'zone' }, { topologyKey: 'zone', maxSkew: 2 }, { $patch: 'replace' }],
    },
    result: { topologySpreadConstraints: [{ topologyKey: 'zone' }, { topologyKey: 'zone', maxSkew: 2 }] },
  }),
  // Lists of values.
  meta("finalizers: the union of one's own and others'", {
    last: { finalizers: ['e.com/old', 'e.com/mine'] },
    wanted: { finalizers: ['e.com/mine', 'e.com/new'] },
    live: { finalizers: ['e.com/old', 'e.com/mine', 'e.com/other'] },
    patch: {
      finalizers: ['e.com/new'],
      '$deleteFromPrimitiveList/finalizers': ['e.com/old'],
      '$setElementOrder/finalizers': ['e.com/mine', 'e.com/new'],
    },
    result: { finalizers: ['e.com/mine', 'e.com/new', 'e.com/other'] },
  }),
  meta("others' finalizers alone are nothing to do", {
    last: { finalizers: ['e.com/mine'] },
    wanted: { finalizers: ['e.com/mine'] },
    live: { finalizers: ['e.com/other', 'e.com/mine'] },
    patch: {},
    result: { finalizers: ['e.com/other', 'e.com/mine'] },
  }),
  // Lists that are one value.
  podSpec('a list without keys is replaced whole', {
    last: { tolerations: [{ key: 'x' }] },
    wanted: { tolerations: [{ key: 'y' }] },
    live: { tolerations: [{ key: 'x' }, { key: 'other' }] },
    patch: { tolerations: [{ key: 'y' }] },
    result: { tolerations: [{ key: 'y' }] },
  }),
  podSpec('a member of such an item goes with the list', {
    last: { tolerations: [{ key: 'x', value: 'v' }] },
    wanted: { tolerations: [{ key: 'x' }] },
    live: { tolerations: [{ key: 'x', value: 'v' }] },
    patch: { tolerations: [{ key: 'x' }] },
    result: { tolerations: [{ key: 'x' }] },
  }),
  {
    what: 'arguments keep their order and their number',
    message: 'Container',
    wanted: { name: 'c', args: ['-a', '-a'] },
    live: { name: 'c', args: ['-a'] },
    patch: { args: ['-a', '-a'] },
    result: { name: 'c', args: ['-a', '-a'] },
  },
  // retainKeys.
  podSpec('a volume of another kind loses the old kind, whoever set it', {
    last: { volumes: [{ name: 'v', emptyDir: {} }] },
    wanted: { volumes: [{ name: 'v', configMap: { name: 'c' } }] },
    live: { volumes: [{ name: 'v', emptyDir: {} }] },
    patch: {
      volumes: [{ name: 'v', configMap: { name: 'c' }, emptyDir: null, $retainKeys: ['configMap', 'name'] }],
      '$setElementOrder/volumes': [{ name: 'v' }],
    },
    result: { volumes: [{ name: 'v', configMap: { name: 'c' } }] },
  }),
  {
    what: "a strategy loses the old one's settings, which the server defaulted",
    message: 'DeploymentSpec',
    wanted: { strategy: { type: 'Recreate' } },
    live: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%' } } },
    patch: { strategy: { type: 'Recreate', $retainKeys: ['type'] } },
    result: { strategy: { type: 'Recreate' } },
  },
  {
    what: 'a strategy that stays as it is needs no directive',
    message: 'DeploymentSpec',
    wanted: { strategy: { type: 'Recreate' } },
    live: { strategy: { type: 'Recreate' } },
    patch: {},
    result: { strategy: { type: 'Recreate' } },
  },
  // How it is written.
  {
    what: 'a number given for a quantity is the quantity',
    message: 'ResourceRequirements',
    wanted: { limits: { cpu: 1, memory: '64Mi' } },
    live: { limits: { cpu: '1', memory: '64Mi' } },
    patch: {},
    result: { limits: { cpu: '1', memory: '64Mi' } },
  },
  meta('a name such as __proto__ is a name', {
    wanted: { labels: JSON.parse('{"__proto__":"1"}') as Json },
    live: { labels: {} },
    patch: { labels: JSON.parse('{"__proto__":"1"}') as Json },
    result: { labels: JSON.parse('{"__proto__":"1"}') as Json },
  }),
];

describe('the three-way merge of apply', () => {
  for (const { what, message, last = {}, wanted, live, patch, result } of cases) {
    it(what, () => {
      const before = structuredClone({ last, wanted, live });
      const made = threeWayMerge(message, last, wanted, live);
      expect(made).to.deep.equal(patch);
      expect(strategicMerge(message, live, made)).to.deep.equal(result);
      expect({ last, wanted, live }).to.deep.equal(before);
      // What was applied is there: applying it again does nothing.
      expect(threeWayMerge(message, wanted, wanted, result)).to.deep.equal({});
    });
  }

  it('brings a whole object, as the codec writes it, to the manifest', () => {
    const manifest = { metadata: { name: 'web' }, spec: { replicas: 0, template: { spec: { containers: [a] } } } };
    const live = encodeJson('Deployment', decodeJson('Deployment', manifest).object);
    expect(threeWayMerge('Deployment', {}, manifest, live)).to.deep.equal({});
    const changed = { ...manifest, spec: { ...manifest.spec, replicas: 2 } };
    expect(threeWayMerge('Deployment', manifest, changed, live)).to.deep.equal({ spec: { replicas: 2 } });
  });
});
