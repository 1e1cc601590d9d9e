/** Each field that cannot be honoured is refused by name; what is only a hint is not. */
import { make, type DeepPartial, type PodSpec } from '@kuorum/api';
import { expect } from 'chai';
import { admitPod } from '../dist/admission.js';
import { containerEnv } from '../dist/container-env.js';
import { unsupportedFields, unsupportedPaths } from '../dist/unsupported-fields.js';
import { pod } from './objects.js';

type Container = DeepPartial<PodSpec['containers'][number]>;
const main = (container: Container): DeepPartial<PodSpec> => ({
  containers: [{ name: 'main', image: 'i', ...container }],
});
const withPod = (spec: DeepPartial<PodSpec>): DeepPartial<PodSpec> => ({ ...main({}), ...spec });
const exec = { exec: { command: ['true'] } };

describe('fields of pods that the kubelet cannot honour', () => {
  const cases: [path: string, spec: DeepPartial<PodSpec>][] = [
    ['spec.initContainers', withPod({ initContainers: [{ name: 'init', image: 'i' }] })],
    ['spec.hostNetwork', withPod({ hostNetwork: true })],
    ['spec.dnsPolicy', withPod({ dnsPolicy: 'Default' })],
    ['spec.subdomain', withPod({ subdomain: 'a' })],
    ['spec.activeDeadlineSeconds', withPod({ activeDeadlineSeconds: 1 })],
    ['spec.readinessGates', withPod({ readinessGates: [{ conditionType: 'a' }] })],
    ['spec.securityContext.runAsUser', withPod({ securityContext: { runAsUser: 0 } })],
    ['spec.securityContext.runAsGroup', withPod({ securityContext: { runAsGroup: 0 } })],
    ['spec.securityContext.runAsNonRoot', withPod({ securityContext: { runAsNonRoot: true } })],
    ['spec.securityContext.supplementalGroups', withPod({ securityContext: { supplementalGroups: [1] } })],
    ['spec.securityContext.fsGroup', withPod({ securityContext: { fsGroup: 1 } })],
    ['spec.securityContext.seccompProfile', withPod({ securityContext: { seccompProfile: { type: 'Unconfined' } } })],
    ['spec.containers[0].volumeMounts', main({ volumeMounts: [{ name: 'a', mountPath: '/a' }] })],
    ['spec.containers[0].startupProbe', main({ startupProbe: exec })],
    ['spec.containers[0].lifecycle.postStart', main({ lifecycle: { postStart: exec } })],
    ['spec.containers[0].lifecycle.preStop', main({ lifecycle: { preStop: exec } })],
    ...(['livenessProbe', 'readinessProbe'] as const).flatMap((probe): [string, DeepPartial<PodSpec>][] => [
      [`spec.containers[0].${probe}.grpc`, main({ [probe]: { grpc: { port: 1 } } })],
      [
        `spec.containers[0].${probe}.httpGet.httpHeaders`,
        main({ [probe]: { httpGet: { port: 1, httpHeaders: [{ name: 'A', value: 'b' }] } } }),
      ],
      [
        `spec.containers[0].${probe}.terminationGracePeriodSeconds`,
        main({ [probe]: { ...exec, terminationGracePeriodSeconds: 1 } }),
      ],
    ]),
    ['spec.containers[0].securityContext.privileged', main({ securityContext: { privileged: true } })],
    ['spec.containers[0].securityContext.capabilities', main({ securityContext: { capabilities: { drop: ['ALL'] } } })],
    ['spec.containers[0].securityContext.runAsUser', main({ securityContext: { runAsUser: 1000 } })],
    ['spec.containers[0].securityContext.runAsGroup', main({ securityContext: { runAsGroup: 1000 } })],
    ['spec.containers[0].securityContext.runAsNonRoot', main({ securityContext: { runAsNonRoot: true } })],
    [
      'spec.containers[0].securityContext.readOnlyRootFilesystem',
      main({ securityContext: { readOnlyRootFilesystem: true } }),
    ],
    [
      'spec.containers[0].securityContext.allowPrivilegeEscalation',
      main({ securityContext: { allowPrivilegeEscalation: false } }),
    ],
    [
      'spec.containers[0].securityContext.seccompProfile',
      main({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }),
    ],
  ];
  for (const [path, spec] of cases) {
    it(`names ${path}`, () => {
      const found = unsupportedFields(make('PodSpec', spec));
      expect(found).to.have.length(1);
      expect(found[0]?.startsWith(`${path} (`), found[0]).to.equal(true);
    });
  }

  it('all have a row above', () => expect(cases.map(([path]) => path)).to.have.members(unsupportedPaths));

  const fine: [what: string, spec: DeepPartial<PodSpec>][] = [
    ['nothing special', main({})],
    ['what only allows more or less of nothing', main({ securityContext: { privileged: false, runAsNonRoot: false } })],
    ['an empty security context, as defaults give it', withPod({ securityContext: {} })],
    ['hints', withPod({ imagePullSecrets: [{ name: 'a' }], enableServiceLinks: true, serviceAccountName: 'default' })],
    ['volumes that nothing mounts', withPod({ volumes: [{ name: 'a', emptyDir: {} }] })],
    ['probes that it runs', main({ livenessProbe: exec, readinessProbe: { httpGet: { port: 1 } } })],
    ['what the scheduler looks at', withPod({ priorityClassName: 'a', priority: 1, affinity: {} })],
  ];
  for (const [what, spec] of fine) {
    it(`do not include ${what}`, () => expect(unsupportedFields(make('PodSpec', spec))).to.deep.equal([]));
  }

  it('are all named in the message of the pod that is refused', () => {
    const given = pod({
      spec: { hostNetwork: true, containers: [{ name: 'main' }, { name: 'b', lifecycle: { preStop: exec } }] },
    });
    expect(admitPod(given, [], { name: 'node-1', labels: {}, allocatable: {} })).to.deep.equal({
      reason: 'UnsupportedPodField',
      message:
        'Pod was rejected: this kubelet does not support spec.hostNetwork (pods have networks of their own), ' +
        'spec.containers[1].lifecycle.preStop (it is not run)',
    });
  });
});

const config = { configMaps: new Map(), secrets: new Map() };

describe('resources as environment variables', () => {
  const resources = { limits: { cpu: '1500m', memory: '100Mi' }, requests: { cpu: '250m', memory: '64Mi' } };
  const cases: [reference: { resource: string; divisor?: string; containerName?: string }, value: string][] = [
    [{ resource: 'limits.cpu' }, '2'],
    [{ resource: 'limits.cpu', divisor: '1m' }, '1500'],
    [{ resource: 'requests.cpu', divisor: '0' }, '1'],
    [{ resource: 'requests.cpu', divisor: '1m' }, '250'],
    [{ resource: 'limits.memory' }, '104857600'],
    [{ resource: 'limits.memory', divisor: '1Mi' }, '100'],
    [{ resource: 'requests.memory', divisor: '1k' }, '67109'],
    [{ resource: 'limits.cpu', containerName: 'free' }, '4'],
    [{ resource: 'limits.memory', containerName: 'free', divisor: '1Gi' }, '8'],
    [{ resource: 'requests.cpu', containerName: 'free' }, '0'],
  ];
  for (const [resourceFieldRef, value] of cases) {
    it(`${JSON.stringify(resourceFieldRef)} is ${value}`, () => {
      const env = [{ name: 'A', valueFrom: { resourceFieldRef } }];
      const given = pod({ spec: { containers: [{ name: 'main', env, resources }, { name: 'free' }] } });
      const [container] = given.spec.containers;
      if (container === undefined) throw new Error('must have a container');
      const context = { hostIP: '', podIP: '', allocatable: { cpu: '4', memory: '8Gi' }, config };
      expect(containerEnv(given, container, context)).to.deep.equal({ A: value });
    });
  }
});
