import { expect } from 'chai';
import * as api from '@kuorum/api';
import { objectSamples } from './samples-objects.js';
import { policySamples } from './samples-policy.js';
import { workloadSamples } from './samples-workloads.js';

type Partial<K extends api.KindName> = api.DeepPartial<api.Kinds[K]>;

const good: { readonly [K in api.KindName]: Partial<K> } = {
  Namespace: { metadata: { name: 'team-a' } },
  Node: {
    metadata: { name: 'node-1.example' },
    spec: { podCIDR: '10.244.1.0/24', taints: [{ key: 'a', effect: 'NoSchedule' }] },
    status: { capacity: { cpu: '4', memory: '8Gi', pods: '110' } },
  },
  Pod: {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      containers: [{ name: 'main', image: 'nginx', env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 80 }] }],
    },
  },
  ReplicationController: {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 3,
      selector: { app: 'web' },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } },
    },
  },
  Service: { metadata: { name: 'web', namespace: 'default' }, spec: { ports: [{ port: 80 }] } },
  Endpoints: {
    metadata: { name: 'web', namespace: 'default' },
    subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }],
  },
  Event: {
    metadata: { name: 'web.1', namespace: 'default' },
    involvedObject: { kind: 'Pod', name: 'web', namespace: 'default' },
    reason: 'Started',
    type: 'Normal',
  },
  Lease: {
    metadata: { name: 'node-1', namespace: 'kube-node-lease' },
    spec: { holderIdentity: 'node-1', leaseDurationSeconds: 8, renewTime: '2026-01-02T03:04:05.000006Z' },
  },
  ...objectSamples,
  ...workloadSamples,
  ...policySamples,
};

/** Sets a path such as `spec.containers[0].name` in a copy of a good object; undefined takes the field away. */
function edited<K extends api.KindName>(kind: K, edits: Record<string, unknown>): api.Kinds[K] {
  const object = api.make(kind, structuredClone(good[kind]) as never);
  if (kind === 'Job') api.generateJobSelector(object as unknown as api.Job);
  api.applyDefaults(kind, object);
  for (const [path, value] of Object.entries(edits)) {
    const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
    let at = object as unknown as Record<string, unknown>;
    for (const step of steps.slice(0, -1)) at = at[step] as Record<string, unknown>;
    at[steps.at(-1) ?? ''] = value;
  }
  return object;
}

describe('validation', () => {
  for (const kind of api.kindNames) {
    it(`accepts a good ${kind}`, () => expect(api.validate(kind, edited(kind, {}))).to.deep.equal([]));
  }

  type Case = [kind: api.KindName, edits: Record<string, unknown>, error: RegExp];
  const cases: Case[] = [
    ['Pod', { 'metadata.name': '' }, /^metadata\.name: Required value/],
    ['Pod', { 'metadata.name': 'Web' }, /^metadata\.name: Invalid value: "Web": a lowercase RFC 1123 subdomain/],
    ['Pod', { 'metadata.name': 'a'.repeat(254) }, /no more than 253/],
    ['Pod', { 'metadata.namespace': '' }, /^metadata\.namespace: Required value/],
    ['Node', { 'metadata.namespace': 'default' }, /^metadata\.namespace: Forbidden: not allowed on this type/],
    ['Namespace', { 'metadata.name': 'a.b' }, /RFC 1123 label/],
    ['Service', { 'metadata.name': '1web' }, /DNS-1035/],
    ['Pod', { 'metadata.labels': { 'a b': 'c' } }, /^metadata\.labels: Invalid value: "a b"/],
    ['Pod', { 'metadata.labels': { a: '-' } }, /^metadata\.labels\[a\]: Invalid value: "-"/],
    ['Pod', { 'metadata.labels': { 'x/y/z': '' } }, /single '\/'/],
    ['Pod', { 'metadata.annotations': { a: 'x'.repeat(300_000) } }, /Too long: may not be more than 262144 bytes/],
    [
      'Pod',
      { 'metadata.finalizers': ['orphan', 'a/b', 'foregroundDeletion'] },
      /^metadata\.finalizers: Invalid value: \["orphan",.*finalizer orphan and foregroundDeletion cannot be both set$/,
    ],
    ['Pod', { 'metadata.ownerReferences': [api.make('OwnerReference', {})] }, /ownerReferences\[0\]\.uid: Required/],
    ['Pod', { apiVersion: 'v2' }, /^apiVersion: Invalid value: "v2": must be v1/],
    ['Pod', { kind: 'Node' }, /^kind: Invalid value: "Node": must be Pod/],
    ['Pod', { 'spec.containers': [] }, /^spec\.containers: Required value/],
    ['Pod', { 'spec.containers[0].name': 'Main' }, /^spec\.containers\[0\]\.name: Invalid value: "Main"/],
    ['Pod', { 'spec.containers[0].image': '' }, /^spec\.containers\[0\]\.image: Required value/],
    ['Pod', { 'spec.containers[0].image': ' nginx' }, /whitespace/],
    ['Pod', { 'spec.containers[0].imagePullPolicy': 'Often' }, /Unsupported value: "Often".*"IfNotPresent"/],
    ['Pod', { 'spec.restartPolicy': 'Sometimes' }, /^spec\.restartPolicy: Unsupported value: "Sometimes"/],
    ['Pod', { 'spec.containers[0].ports[0].containerPort': 0 }, /containerPort: Invalid value: 0: must be between 1/],
    ['Pod', { 'spec.containers[0].ports[0].containerPort': 65_536 }, /between 1 and 65535/],
    ['Pod', { 'spec.containers[0].ports[0].name': 'UPPER' }, /ports\[0\]\.name/],
    ['Pod', { 'spec.containers[0].env[0].name': '1A' }, /env\[0\]\.name/],
    ['Pod', { 'spec.containers[0].env[0].valueFrom': { fieldRef: { fieldPath: 'spec.x' } } }, /may not be specified/],
    ['Pod', { 'spec.containers[0].resources': { limits: { cpu: 'x' }, requests: {} } }, /limits\[cpu\]: Invalid/],
    ['Pod', { 'spec.containers[0].resources': { limits: { cpu: '-1' }, requests: {} } }, /greater than or equal to 0/],
    ['Pod', { 'spec.containers[0].resources': { limits: { gpu: '1' }, requests: {} } }, /limits\[gpu\]: Unsupported/],
    [
      'Pod',
      { 'spec.containers[0].resources': { limits: { cpu: '1' }, requests: { cpu: '2' } } },
      /requests\[cpu\]: Invalid value: "2": must be less than or equal to cpu limit of 1/,
    ],
    [
      'Pod',
      { 'spec.containers[0].livenessProbe': api.make('Probe', {}) },
      /livenessProbe: Required value: must specify/,
    ],
    [
      'Pod',
      { 'spec.containers[0].readinessProbe': api.make('Probe', { httpGet: { path: '/', port: 0 } }) },
      /readinessProbe\.httpGet\.port/,
    ],
    ['Pod', { 'spec.terminationGracePeriodSeconds': -1 }, /terminationGracePeriodSeconds/],
    ['Pod', { 'spec.tolerations': [api.make('Toleration', { operator: 'Equal' })] }, /operator must be Exists/],
    ['ReplicationController', { 'spec.replicas': -1 }, /^spec\.replicas: Invalid value: -1/],
    ['ReplicationController', { 'spec.selector': {} }, /^spec\.selector: Required value/],
    ['ReplicationController', { 'spec.selector': { app: 'x' } }, /`selector` does not match template `labels`/],
    ['ReplicationController', { 'spec.template': undefined }, /^spec\.template: Required value/],
    ['ReplicationController', { 'spec.template.spec.containers': [] }, /^spec\.template\.spec\.containers: Required/],
    ['ReplicationController', { 'spec.template.spec.restartPolicy': 'Never' }, /supported values: "Always"/],
    ['Service', { 'spec.ports': [] }, /^spec\.ports: Required value/],
    ['Service', { 'spec.ports[0].port': 70_000 }, /^spec\.ports\[0\]\.port/],
    ['Service', { 'spec.ports[0].targetPort': 0 }, /^spec\.ports\[0\]\.targetPort/],
    ['Service', { 'spec.ports[0].nodePort': 30_000 }, /may not be used when `type` is 'ClusterIP'/],
    ['Service', { 'spec.clusterIP': '10.0.0.300' }, /valid IPv4/],
    ['Service', { 'spec.clusterIP': 'None', 'spec.type': 'NodePort' }, /may not be set to 'None'/],
    [
      'Service',
      {
        'spec.ports': [
          { name: 'a', port: 80, targetPort: 80, nodePort: 0, protocol: 'TCP' },
          { name: 'a', port: 80, targetPort: 80, nodePort: 0, protocol: 'TCP' },
        ],
      },
      /ports\[1\]\.name: Duplicate value: "a"/,
    ],
    [
      'Service',
      { 'spec.ports': [tcp('dns', 53), tcp('dns-tcp', 53)] },
      /^spec\.ports\[1\]\.port: Duplicate value: 53$/,
    ],
    ['Endpoints', { 'subsets[0].addresses[0].ip': 'x' }, /addresses\[0\]\.ip: Invalid value: "x"/],
    ['Endpoints', { 'subsets[0].addresses': [] }, /must specify `addresses`/],
    ['Node', { 'spec.podCIDR': '10.0.0.0' }, /valid CIDR/],
    ['Node', { 'status.capacity': { cpu: 'many' } }, /^status\.capacity\[cpu\]: Invalid value: "many"/],
    ['Node', { 'spec.taints[0].effect': '' }, /taints\[0\]\.effect: Required/],
    ['Event', { involvedObject: undefined }, /^involvedObject: Required/],
    ['Event', { 'involvedObject.namespace': 'x' }, /does not match event\.namespace/],
    ['Event', { type: 'Loud' }, /^type: Unsupported value: "Loud"/],
    ['Lease', { 'spec.renewTime': 'yesterday' }, /RFC 3339/],
    ['Lease', { 'spec.leaseDurationSeconds': 0 }, /greater than 0/],
  ];
  for (const [kind, edits, error] of cases) {
    const title = JSON.stringify(edits).slice(0, 90);
    it(`refuses ${kind} with ${title}`, () => {
      const found = api.validate(kind, edited(kind, edits));
      expect(found.map(({ path, message }) => `${path}: ${message}`).join('\n')).to.match(new RegExp(error, 'm'));
    });
  }

  it('tells of a DNS service what is not there, UDP, and takes its two ports of one number for two', () => {
    const service = edited('Service', {
      'spec.ports': [{ ...tcp('dns', 53), protocol: 'UDP' }, tcp('dns-tcp', 53)],
    });
    expect(api.validate('Service', service).map(({ path, message }) => `${path}: ${message}`)).to.deep.equal([
      'spec.ports[0].protocol: Unsupported value: "UDP": supported values: "TCP"',
    ]);
  });

  it('reports every error, not only the first', () => {
    const pod = edited('Pod', { 'metadata.name': 'X', 'spec.containers[0].image': '', 'spec.restartPolicy': 'No' });
    expect(api.validate('Pod', pod).map(({ path }) => path)).to.have.members([
      'metadata.name',
      'spec.containers[0].image',
      'spec.restartPolicy',
    ]);
  });
});

function tcp(name: string, port: number): api.ServicePort {
  return api.make('ServicePort', { name, port, targetPort: port, protocol: 'TCP' });
}

describe('validation of updates', () => {
  type Case = [kind: api.KindName, old: Record<string, unknown>, next: Record<string, unknown>, error?: RegExp];
  const cases: Case[] = [
    ['Pod', {}, { 'metadata.labels': { a: 'b' } }],
    ['Pod', {}, { 'spec.containers[0].image': 'nginx:2' }],
    ['Pod', {}, { 'spec.tolerations': [api.make('Toleration', { operator: 'Exists' })] }],
    ['Pod', {}, { 'spec.nodeName': 'node-1' }, /^spec: Forbidden: .*spec\.nodeName/],
    ['Pod', {}, { 'spec.containers[0].command': ['x'] }, /^spec: Forbidden/],
    ['Pod', {}, { 'spec.containers': [] }, /may not add or remove containers/],
    ['Pod', {}, { 'metadata.name': 'other' }, /^metadata\.name: Invalid value: "other": field is immutable/],
    ['Pod', { 'metadata.uid': 'a' }, { 'metadata.uid': 'b' }, /^metadata\.uid: .*immutable/],
    [
      'Pod',
      { 'metadata.deletionTimestamp': '2026-01-01T00:00:00Z' },
      { 'metadata.deletionTimestamp': '2026-01-01T00:00:00Z', 'metadata.finalizers': ['a/b'] },
      /no new finalizers/,
    ],
    ['Service', { 'spec.clusterIP': '10.0.0.1' }, { 'spec.clusterIP': '10.0.0.2' }, /clusterIP: .*immutable/],
    ['Service', {}, { 'spec.clusterIP': '10.0.0.2' }],
    ['ReplicationController', {}, { 'spec.replicas': 0 }],
    [
      'ReplicationController',
      {},
      { 'spec.selector': { x: 'y' }, 'spec.template.metadata.labels': { x: 'y' } },
      /^spec\.selector: .*immutable/,
    ],
    ['Node', {}, { 'spec.podCIDR': '10.244.2.0/24' }, /podCIDR: .*immutable/],
    ['Node', { 'spec.podCIDR': '' }, { 'spec.podCIDR': '10.244.2.0/24' }],
  ];
  for (const [kind, old, next, error] of cases) {
    it(`${error === undefined ? 'lets' : 'keeps'} ${kind} ${JSON.stringify(next).slice(0, 80)}`, () => {
      const found = api.validateUpdate(kind, edited(kind, next), edited(kind, old));
      const text = found.map(({ path, message }) => `${path}: ${message}`).join('\n');
      if (error === undefined) expect(text).to.equal('');
      else expect(text).to.match(new RegExp(error, 'm'));
    });
  }
});
