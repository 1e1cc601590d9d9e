/** How configuration and access rights are printed: kubectl's columns, and descriptions that give no secret away. */
import { expect } from 'chai';
import { kinds, make, type KindName } from '@kuorum/api';
import { utf8 } from '@kuorum/base';
import { columnsOf } from '../dist/print/columns.js';
import { describeObject } from '../dist/print/describe.js';

const created = '2026-01-01T00:00:00Z';
const nowMs = Date.parse('2026-01-01T00:01:30Z');
const metadata = { name: 'x', namespace: 'default', creationTimestamp: created };
const rules = [
  { verbs: ['get', 'list'], apiGroups: ['', 'apps'], resources: ['pods', 'pods/log'], resourceNames: ['web'] },
  { verbs: ['get'], nonResourceURLs: ['/healthz'] },
];
const roleRef = { kind: 'ClusterRole', name: 'system:node' };
const subjects = [
  { kind: 'User', name: 'jane' },
  { kind: 'Group', name: 'system:nodes' },
  { kind: 'ServiceAccount', name: 'robot', namespace: 'default' },
];

const objects: { readonly [K in KindName]?: object } = {
  ConfigMap: { metadata, data: { a: '1\n2' }, binaryData: { b: utf8('xyz') } },
  Secret: { metadata, type: 'Opaque', data: { password: utf8('hunter2'), b: utf8('') } },
  ServiceAccount: { metadata, secrets: [{ name: 's' }], imagePullSecrets: [{ name: 'pull' }] },
  PriorityClass: { metadata, value: 7, globalDefault: true, preemptionPolicy: 'Never', description: 'd' },
  Role: { metadata, rules },
  ClusterRole: { metadata, rules },
  RoleBinding: { metadata, roleRef, subjects },
  ClusterRoleBinding: { metadata, roleRef, subjects },
};

describe('printing configuration and access rights', () => {
  type Case = [kind: KindName, wide: boolean, row: Record<string, string>];
  const age = { AGE: '90s' };
  const bound = { NAME: 'x', ROLE: 'ClusterRole/system:node', ...age };
  const subjectCells = { USERS: 'jane', GROUPS: 'system:nodes', SERVICEACCOUNTS: 'default/robot' };
  const cases: Case[] = [
    ['ConfigMap', false, { NAME: 'x', DATA: '2', ...age }],
    ['Secret', false, { NAME: 'x', TYPE: 'Opaque', DATA: '2', ...age }],
    ['ServiceAccount', false, { NAME: 'x', SECRETS: '1', ...age }],
    ['PriorityClass', false, { NAME: 'x', VALUE: '7', 'GLOBAL-DEFAULT': 'true', ...age, PREEMPTIONPOLICY: 'Never' }],
    ['Role', false, { NAME: 'x', 'CREATED AT': created }],
    ['ClusterRole', false, { NAME: 'x', 'CREATED AT': created }],
    ['RoleBinding', false, bound],
    ['RoleBinding', true, { ...bound, ...subjectCells }],
    ['ClusterRoleBinding', true, { ...bound, ...subjectCells }],
  ];
  for (const [kind, wide, row] of cases) {
    it(`${kind}${wide ? ' -o wide' : ''}: ${Object.keys(row).join(' ')}`, () => {
      const object = make(kind, objects[kind] as never);
      const columns = columnsOf(kind, nowMs).filter((column) => wide || column.wide !== true);
      expect(columns.map(({ head, cell }) => [head, cell(object)])).to.deep.equal(Object.entries(row));
    });
  }

  const descriptions: [kind: KindName, text: RegExp][] = [
    ['ConfigMap', /Data\n====\na:\n----\n1\n2\n\nBinaryData\n====\nb: {2}3 bytes\n/],
    ['Secret', /Type: +Opaque\n\nData\n====\npassword: {2}7 bytes\nb: {2}0 bytes\n/],
    ['ServiceAccount', /Image pull secrets: +pull\nMountable secrets: +s\n/],
    ['PriorityClass', /Value: +7\nGlobalDefault: +true\nPreemptionPolicy: +Never\nDescription: +d\n/],
    ['Role', /PolicyRule:\n {2}Resources +Non-Resource URLs +Resource Names +Verbs\n/],
    ['Role', /\n {2}pods\/log\.apps +\[\] +\[web\] +\[get list\]\n/],
    ['ClusterRole', /\n +\[\/healthz\] +\[\] +\[get\]\n/],
    ['RoleBinding', /Role Kind: +ClusterRole\nRole Name: +system:node\nSubjects:\n {2}Kind +Name +Namespace\n/],
    ['ClusterRoleBinding', /\n {2}ServiceAccount +robot +default\n/],
  ];
  for (const [kind, text] of descriptions) {
    it(`describes ${kind}: ${text.source.slice(0, 60)}`, () => {
      const object = make(kind, objects[kind] as never);
      expect(describeObject(kinds[kind], object, { events: [], pods: [] }, nowMs)).to.match(text);
    });
  }

  it('gives no value of a secret away, in text or in base64', () => {
    const object = make('Secret', objects.Secret as never);
    const text = describeObject(kinds.Secret, object, { events: [], pods: [] }, nowMs);
    for (const value of ['hunter2', Buffer.from('hunter2').toString('base64')]) expect(text).not.to.include(value);
  });
});

describe('describing what a pod is given', () => {
  const text = describeObject(
    kinds.Pod,
    make('Pod', {
      metadata,
      spec: {
        serviceAccountName: 'robot',
        priority: 7,
        priorityClassName: 'gold',
        initContainers: [{ name: 'first', image: 'i' }],
        containers: [
          {
            name: 'main',
            image: 'i',
            envFrom: [{ prefix: 'P_', secretRef: { name: 's' } }],
            env: [
              { name: 'A', value: '1' },
              { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
              { name: 'C', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
              { name: 'D', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
              { name: 'E', valueFrom: { configMapKeyRef: { name: 'c', key: 'k', optional: true } } },
            ],
            volumeMounts: [{ name: 'v1', mountPath: '/a', subPath: 'b', readOnly: true }],
          },
        ],
        volumes: [
          { name: 'v1', emptyDir: {} },
          { name: 'v2', hostPath: { path: '/var', type: 'Directory' } },
          { name: 'v3', configMap: { name: 'c', optional: true } },
          { name: 'v4', secret: { secretName: 's' } },
          { name: 'v5', downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.labels' } }] } },
          { name: 'v6', projected: { sources: [{ serviceAccountToken: { path: 't' } }, { secret: { name: 's' } }] } },
        ],
      },
    }),
    { events: [], pods: [] },
    nowMs,
  ).replace(/ +/g, ' ');
  const parts: string[] = [
    'Priority: 7\nPriority Class: gold\nService Account: robot\n',
    'Init Containers:\n first:\n Image: i\n',
    "Environment from: s Secret with prefix 'P_' Optional: false\n",
    'Environment: A: 1\n B: (metadata.name)\n C: (limits.cpu)\n',
    " D: <set to the key 'k' of secret 's'> Optional: false\n",
    " E: <set to the key 'k' of config map 'c'> Optional: true\n",
    'Mounts: /a from v1 (ro,path="b")\n',
    "Volumes:\n v1:\n Type: EmptyDir (a temporary directory that shares a pod's lifetime)\n SizeLimit: <unset>\n",
    ' v2:\n Type: HostPath (bare host directory volume)\n Path: /var\n HostPathType: Directory\n',
    ' v3:\n Type: ConfigMap (a volume populated by a ConfigMap)\n Name: c\n Optional: true\n',
    ' v4:\n Type: Secret (a volume populated by a Secret)\n SecretName: s\n Optional: false\n',
    ' Items: metadata.labels -> p\n',
    ' Sources: token of the service account\n Secret s\n',
  ];
  for (const part of parts) it(JSON.stringify(part), () => expect(text).to.include(part));
});
