/** Manifests as people write them, with the fields of the usual examples, are taken whole; a misspelt field is shown. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { encodeJson, kinds, type ApiObject, type KindInfo, type KindName } from '@kuorum/api';
import type { ResourceClient } from '@kuorum/client';
import { createFakeApi } from '@kuorum/testing';
import { parseDocument } from 'yaml';
import { loadManifests, parseManifest, type ManifestObject } from '../dist/manifest/load.js';
import { contains } from './contains.js';

const folder = join(import.meta.dirname, '..', 'test', 'manifests');
const samples = join(import.meta.dirname, '..', '..', '..', 'deploy', 'samples');

describe('manifests', () => {
  for (const directory of [folder, samples]) {
    for (const file of readdirSync(directory).filter((name) => name.endsWith('.yaml'))) {
      it(`${file} is accepted, and every field of it is kept`, async () => {
        const api = createFakeApi();
        for (const { info, object, source } of await loadManifests([join(directory, file)])) {
          const resource: ResourceClient<KindName> = api.client.resource(info.kind);
          const created: ApiObject = await resource.create(object as never);
          const kept = encodeJson(info.kind, created as never);
          // What a secret is given as text is kept as data.
          const { stringData: _stringData, status: _status, ...given } = source;
          for (const [field, value] of Object.entries(given)) {
            expect(contains(kept[field], value), `${info.kind} ${field}: ${JSON.stringify(kept[field])}`).to.equal(
              true,
            );
          }
        }
      });
    }
  }

  it('use every kind that people write manifests for', async () => {
    const used = new Set((await loadManifests([folder])).map(({ info }) => info.kind));
    const expected: KindName[] = [
      'Deployment',
      'ReplicaSet',
      'DaemonSet',
      'Job',
      'CronJob',
      'Service',
      'ConfigMap',
      'Secret',
    ];
    expect([...used]).to.include.members([...expected, 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Role']);
  });

  /** In the documentation's examples, and not here: what is told of each is all that stands in the way. */
  const missing: [what: string, kind: string, rest: object, problems: string[]][] = [
    ...[
      ['a sticky service', 'Service', { sessionAffinity: 'ClientIP' }, 'spec.sessionAffinity'],
      ['a service of both families', 'Service', { ipFamilyPolicy: 'PreferDualStack' }, 'spec.ipFamilyPolicy'],
      ['a service elsewhere', 'Service', { type: 'ExternalName', externalName: 'a.example' }, 'spec.externalName'],
      ['a job by exit codes', 'Job', { podFailurePolicy: { rules: [] } }, 'spec.podFailurePolicy'],
      ['a job by index', 'Job', { backoffLimitPerIndex: 1 }, 'spec.backoffLimitPerIndex'],
      [
        'a pod with a claim',
        'Pod',
        { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] },
        'spec.volumes[0].persistentVolumeClaim',
      ],
      ['a pod with a gate', 'Pod', { schedulingGates: [{ name: 'a.example/b' }] }, 'spec.schedulingGates'],
      ['a pod with names of hosts', 'Pod', { hostAliases: [] }, 'spec.hostAliases'],
    ].map(([what, kind, spec, path]): [string, string, object, string[]] => [
      what as string,
      kind as string,
      { spec },
      [`f: ${kind as string}: ${path as string}: unknown field`],
    ]),
    [
      'a role that others add to',
      'ClusterRole',
      { aggregationRule: {}, rules: [] },
      ['f: ClusterRole: aggregationRule: unknown field'],
    ],
    [
      'pods with names of their own',
      'StatefulSet',
      { spec: {} },
      ['f: kind: StatefulSet is not a kind this cluster has: "kuorum api-resources" lists what it has'],
    ],
  ];
  for (const [what, kind, rest, problems] of missing) {
    it(`of ${what} are refused for ${problems.join()}`, () => {
      const told: string[] = [];
      const apiVersion = (kinds as Readonly<Record<string, KindInfo>>)[kind]?.apiVersion ?? 'apps/v1';
      parseManifest('f', JSON.stringify({ apiVersion, kind, metadata: { name: 'x' }, ...rest }), [], told);
      expect(told).to.deep.equal(problems);
    });
  }

  const misspelt: [file: string, path: (string | number)[], error: RegExp][] = [
    ['web.yaml', ['spec', 'replica'], /web\.yaml, document 1: Deployment: spec\.replica: unknown field/],
    [
      'web.yaml',
      ['spec', 'template', 'spec', 'containers', 0, 'imagePolicy'],
      /Deployment: spec\.template\.spec\.containers\[0\]\.imagePolicy: unknown field/,
    ],
    [
      'web.yaml',
      ['spec', 'strategy', 'rollingUpdate', 'maxSurges'],
      /spec\.strategy\.rollingUpdate\.maxSurges: unknown/,
    ],
    ['nodes.yaml', ['spec', 'replicas'], /nodes\.yaml: DaemonSet: spec\.replicas: unknown field/],
    [
      'scaling.yaml',
      ['items', 1, 'spec', 'behavior', 'scaleDown', 'policies', 1, 'period'],
      /scaling\.yaml, document 1, items\[1\]: HorizontalPodAutoscaler: spec\.behavior\.scaleDown\.policies\[1\]\.period: unknown/,
    ],
    [
      'scaling.yaml',
      ['items', 0, 'spec', 'template', 'spec', 'containers', 0, 'ports', 0, 'hostPrt'],
      /items\[0\]: Deployment: spec\.template\.spec\.containers\[0\]\.ports\[0\]\.hostPrt: unknown/,
    ],
    [
      'nodes.yaml',
      ['spec', 'template', 'spec', 'containers', 0, 'env', 1, 'valueFrom', 'configMapKeyRef', 'keys'],
      /DaemonSet: spec\.template\.spec\.containers\[0\]\.env\[1\]\.valueFrom\.configMapKeyRef\.keys: unknown/,
    ],
    ['services.yaml', ['spec', 'ports', 1, 'targetPorts'], /Service: spec\.ports\[1\]\.targetPorts: unknown field/],
    ['services.yaml', ['spec', 'sessionAffinity'], /Service: spec\.sessionAffinity: unknown field/],
    ['access.yaml', ['metadata', 'label'], /Namespace: metadata\.label: unknown field/],
    ['work.yaml', ['spec', 'backofLimit'], /work\.yaml, document 1: Job: spec\.backofLimit: unknown field/],
  ];
  for (const [file, path, error] of misspelt) {
    it(`with ${path.join('.')} are refused`, () => {
      const [first = '', ...rest] = readFileSync(join(folder, file), 'utf8').split('\n---\n');
      const document = parseDocument(first);
      document.setIn(path, 'x');
      const objects: ManifestObject[] = [];
      const problems: string[] = [];
      parseManifest(file, [document.toString(), ...rest].join('\n---\n'), objects, problems);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.match(error);
    });
  }
});
