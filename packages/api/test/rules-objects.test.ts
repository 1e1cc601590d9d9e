/** Every rule and every default of configuration and access rights is a row. */
import { expect } from 'chai';
import * as api from '@kuorum/api';
import { utf8 } from '@kuorum/base';
import { objectSamples } from './samples-objects.js';

type Kind = keyof typeof objectSamples;
type Edits = Record<string, unknown>;

/** A good object after defaults, with fields of it replaced. */
function edited(kind: Kind, edits: Edits): api.Kinds[Kind] {
  const object = api.applyDefaults(kind, api.make(kind, structuredClone(objectSamples[kind]) as never));
  for (const [path, value] of Object.entries(edits)) {
    const steps = path.split('.');
    let at = object as unknown as Record<string, unknown>;
    for (const step of steps.slice(0, -1)) at = at[step] as Record<string, unknown>;
    at[steps.at(-1) ?? ''] = value;
  }
  return object;
}

function textOf(errors: readonly api.FieldError[]): string {
  return errors.map(({ path, message }) => `${path}: ${message}`).join('\n');
}

const mebibyte = 'x'.repeat(2 ** 20);
const rule = (partial: api.DeepPartial<api.PolicyRule>) => [api.make('PolicyRule', partial)];
const subject = (partial: api.DeepPartial<api.Subject>) => [api.make('Subject', partial)];
const rbac = 'rbac.authorization.k8s.io';

describe('configuration and access rights', () => {
  type Case = [kind: Kind, edits: Edits, error?: RegExp];
  const cases: Case[] = [
    ['ConfigMap', { data: { 'a-b_c.d': '' } }],
    ['ConfigMap', { data: { a: mebibyte } }],
    ['ConfigMap', { data: { a: mebibyte, b: 'y' } }, /^data: Too long: may not be more than 1048576 bytes/],
    ['ConfigMap', { data: { a: mebibyte }, binaryData: { b: utf8('y') } }, /^data: Too long/],
    ['ConfigMap', { data: { üü: '' } }, /^data\[üü\]: Invalid value: "üü": a valid config key must consist of/],
    ['ConfigMap', { data: { 'a/b': '' } }, /^data\[a\/b\]: .*'\[-\._a-zA-Z0-9\]\+'/],
    ['ConfigMap', { data: { '': '' } }, /^data\[\]: .*a valid config key/],
    ['ConfigMap', { data: { '.': '' } }, /must not be '\.'/],
    ['ConfigMap', { data: { '..': '' } }, /must not be '\.\.'/],
    ['ConfigMap', { data: { '..a': '' } }, /must not start with '\.\.'/],
    ['ConfigMap', { data: { ['a'.repeat(254)]: '' } }, /must be no more than 253 characters/],
    ['ConfigMap', { data: Object.fromEntries([['__proto__', '']]) }, /must not be '__proto__'/],
    [
      'ConfigMap',
      { data: { a: '' }, binaryData: { a: utf8('') } },
      /^data\[a\]: .*duplicate of key present in binaryData\nbinaryData\[a\]: .*duplicate of key present in data/,
    ],
    ['Secret', { data: { 'a b': utf8('') } }, /^data\[a b\]: Invalid value: "a b"/],
    ['Secret', { data: { a: utf8(mebibyte) } }],
    ['Secret', { data: { a: utf8(`${mebibyte}x`) } }, /^data: Too long: may not be more than 1048576 bytes/],
    ['Secret', { type: 'example.com/anything' }],
    ['Secret', { type: 'kubernetes.io/tls' }, /^data\[tls\.crt\]: Required value\ndata\[tls\.key\]: Required value/],
    ['Secret', { type: 'kubernetes.io/tls', data: { 'tls.crt': utf8(''), 'tls.key': utf8('') } }],
    ['Secret', { type: 'kubernetes.io/ssh-auth' }, /^data\[ssh-privatekey\]: Required value/],
    ['Secret', { type: 'kubernetes.io/ssh-auth', data: { 'ssh-privatekey': utf8('') } }, /Required value/],
    ['Secret', { type: 'kubernetes.io/ssh-auth', data: { 'ssh-privatekey': utf8('k') } }],
    [
      'Secret',
      { type: 'kubernetes.io/basic-auth', data: {} },
      /data\[username\]: Required.*\n.*data\[password\]: Required/,
    ],
    ['Secret', { type: 'kubernetes.io/basic-auth', data: { username: utf8('') } }],
    ['Secret', { type: 'kubernetes.io/basic-auth', data: { password: utf8('') } }],
    ['Secret', { type: 'kubernetes.io/dockercfg' }, /^data\[\.dockercfg\]: Required value/],
    ['Secret', { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': utf8('{}') } }],
    ['Secret', { type: 'kubernetes.io/dockerconfigjson' }, /^data\[\.dockerconfigjson\]: Required value/],
    [
      'Secret',
      { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': utf8('hunter2') } },
      /^data\[\.dockerconfigjson\]: Invalid value: "<secret contents redacted>": must be a JSON object$/,
    ],
    ['Secret', { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': utf8('[]') } }, /redacted/],
    ['Secret', { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': utf8('{"auths":{}}') } }],
    [
      'Secret',
      { type: 'kubernetes.io/service-account-token' },
      /^metadata\.annotations\[kubernetes\.io\/service-account\.name\]: Required value/,
    ],
    [
      'Secret',
      {
        type: 'kubernetes.io/service-account-token',
        'metadata.annotations': { 'kubernetes.io/service-account.name': 'robot' },
      },
    ],
    ['ServiceAccount', { 'metadata.name': 'Robot' }, /RFC 1123 subdomain/],
    ['PriorityClass', { value: 1_000_000_000 }],
    ['PriorityClass', { value: -5 }],
    [
      'PriorityClass',
      { value: 1_000_000_001 },
      /^value: Forbidden: maximum allowed value of a user defined priority is 1000000000/,
    ],
    ['PriorityClass', { preemptionPolicy: 'Always' }, /^preemptionPolicy: Unsupported value: "Always"/],
    ['PriorityClass', { 'metadata.name': 'system-mine' }, /^metadata\.name: Forbidden: .*not a known system priority/],
    ['PriorityClass', { 'metadata.name': 'system-node-critical' }, /value of .* must be 2000001000/],
    ['PriorityClass', { 'metadata.name': 'system-node-critical', value: 2_000_001_000 }],
    [
      'PriorityClass',
      { 'metadata.name': 'system-cluster-critical', value: 2_000_000_000, globalDefault: true },
      /globalDefault of system-cluster-critical PriorityClass must be false/,
    ],
    ['Role', { rules: [] }],
    ['Role', { rules: rule({}) }, /^rules\[0\]\.verbs: Required value: verbs must contain at least one value/],
    [
      'Role',
      { rules: rule({ verbs: ['get'], resources: ['pods'] }) },
      /^rules\[0\]\.apiGroups: Required value: resource/,
    ],
    ['Role', { rules: rule({ verbs: ['get'], apiGroups: [''] }) }, /^rules\[0\]\.resources: Required value: resource/],
    ['Role', { rules: rule({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }) }],
    ['Role', { rules: rule({ verbs: Array<string>(1000).fill('get'), apiGroups: [''], resources: ['pods'] }) }],
    [
      'Role',
      { rules: rule({ verbs: Array<string>(1001).fill('get'), apiGroups: [''], resources: ['pods'] }) },
      /^rules\[0\]\.verbs: Too many: 1001: must have at most 1000 items$/,
    ],
    [
      'ClusterRole',
      { rules: rule({ verbs: ['get'], nonResourceURLs: Array<string>(1001).fill('/x') }) },
      /^rules\[0\]\.nonResourceURLs: Too many: 1001/,
    ],
    [
      'Role',
      { rules: rule({ verbs: ['get'], nonResourceURLs: ['/x'] }) },
      /namespaced rules cannot apply to non-resource/,
    ],
    ['ClusterRole', { rules: rule({ verbs: ['get'], nonResourceURLs: ['/metrics/*'] }) }],
    ['ClusterRole', { rules: rule({ nonResourceURLs: ['/x'] }) }, /^rules\[0\]\.verbs: Required value/],
    [
      'ClusterRole',
      { rules: rule({ verbs: ['get'], nonResourceURLs: ['/x'], resources: ['pods'] }) },
      /^rules\[0\]\.nonResourceURLs: .*rules cannot apply to both regular resources and non-resource URLs/,
    ],
    ['RoleBinding', { 'roleRef.kind': 'ClusterRole' }],
    [
      'RoleBinding',
      { 'roleRef.kind': 'Cluster' },
      /^roleRef\.kind: Unsupported value: "Cluster".*"Role", "ClusterRole"/,
    ],
    ['RoleBinding', { 'roleRef.apiGroup': 'x' }, /^roleRef\.apiGroup: Unsupported value: "x"/],
    ['RoleBinding', { 'roleRef.name': '' }, /^roleRef\.name: Required value/],
    ['RoleBinding', { 'roleRef.name': 'a/b' }, /^roleRef\.name: .*may not contain '\/'/],
    ['RoleBinding', { subjects: [] }],
    [
      'RoleBinding',
      { subjects: subject({ kind: 'Robot', name: 'a' }) },
      /^subjects\[0\]\.kind: Unsupported value: "Robot"/,
    ],
    ['RoleBinding', { subjects: subject({ kind: 'User', apiGroup: rbac }) }, /^subjects\[0\]\.name: Required value/],
    ['RoleBinding', { subjects: subject({ kind: 'User', name: 'a', apiGroup: 'x' }) }, /^subjects\[0\]\.apiGroup: Uns/],
    ['RoleBinding', { subjects: subject({ kind: 'Group', name: 'a', apiGroup: '' }) }, /^subjects\[0\]\.apiGroup: Uns/],
    ['RoleBinding', { subjects: subject({ kind: 'Group', name: 'system:nodes', apiGroup: rbac }) }],
    ['RoleBinding', { subjects: subject({ kind: 'ServiceAccount', name: 'robot' }) }],
    [
      'RoleBinding',
      { subjects: subject({ kind: 'ServiceAccount', name: 'Robot' }) },
      /^subjects\[0\]\.name: .*RFC 1123/,
    ],
    [
      'RoleBinding',
      { subjects: subject({ kind: 'ServiceAccount', name: 'robot', apiGroup: rbac }) },
      /^subjects\[0\]\.apiGroup: Unsupported value/,
    ],
    ['ClusterRoleBinding', { 'roleRef.kind': 'Role' }, /^roleRef\.kind: Unsupported value: "Role": .*: "ClusterRole"$/],
    [
      'ClusterRoleBinding',
      { subjects: subject({ kind: 'ServiceAccount', name: 'robot' }) },
      /^subjects\[0\]\.namespace: Required value/,
    ],
    ['ClusterRoleBinding', { subjects: subject({ kind: 'ServiceAccount', name: 'robot', namespace: 'default' }) }],
  ];
  for (const [kind, edits, error] of cases) {
    it(`${error === undefined ? 'take' : 'refuse'} ${kind} with ${JSON.stringify(edits).slice(0, 100)}`, () => {
      const text = textOf(api.validate(kind, edited(kind, edits)));
      if (error === undefined) expect(text).to.equal('');
      else expect(text).to.match(new RegExp(error, 'm'));
    });
  }

  it('never repeat the value of a secret in an error', () => {
    const { errors } = api.decodeJson('Secret', { data: { password: 'hunter2!' } });
    expect(textOf(errors)).to.equal('data[password]: must be base64 (RFC 4648, with padding)');
  });
});

describe('names of roles and bindings', () => {
  const cases: [name: string, error?: RegExp][] = [
    ['system:node'],
    ['system:controller:job-controller'],
    ['Admins & friends'],
    ['...'],
    ['.', /may not be '\.'/],
    ['..', /may not be '\.\.'/],
    ['a/b', /may not contain '\/'/],
    ['a%2fb', /may not contain '%'/],
    ['a\0b', /may not contain control characters/],
    ['a\nb', /may not contain control characters/],
    ['a'.repeat(253)],
    ['a'.repeat(254), /must be no more than 253 characters/],
    ['', /Required value/],
  ];
  for (const kind of ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'] as const) {
    for (const [name, error] of cases) {
      it(`${kind} ${JSON.stringify(name).slice(0, 40)}: ${error === undefined ? 'fine' : 'refused'}`, () => {
        const text = textOf(api.validate(kind, edited(kind, { 'metadata.name': name }) as never));
        if (error === undefined) expect(text).to.equal('');
        else expect(text).to.match(error);
      });
    }
  }
});

describe('updates of configuration and access rights', () => {
  type Case = [kind: Kind, old: Edits, next: Edits, error?: RegExp];
  const frozen = { immutable: true };
  const cases: Case[] = [
    ['ConfigMap', {}, { data: { b: '' } }],
    ['ConfigMap', {}, frozen],
    ['ConfigMap', frozen, { ...frozen, 'metadata.labels': { a: 'b' } }],
    ['ConfigMap', frozen, {}, /^immutable: Forbidden: field is immutable when `immutable` is set/],
    ['ConfigMap', frozen, { immutable: false }, /^immutable: Forbidden/],
    ['ConfigMap', frozen, { ...frozen, data: { b: '' } }, /^data: Forbidden: field is immutable when/],
    [
      'ConfigMap',
      frozen,
      { ...frozen, binaryData: { b: utf8('') } },
      /^binaryData: Forbidden: field is immutable when/,
    ],
    ['Secret', {}, { data: { b: utf8('') } }],
    ['Secret', frozen, { ...frozen, data: { password: utf8('hunter3') } }, /^data: Forbidden: field is immutable when/],
    ['Secret', frozen, { ...frozen, data: { password: utf8('hunter2') } }],
    ['Secret', frozen, {}, /^immutable: Forbidden/],
    ['Secret', {}, { type: 'example.com/other' }, /^type: Invalid value: .*field is immutable/],
    ['PriorityClass', {}, { description: 'x', globalDefault: true }],
    ['PriorityClass', {}, { value: 5 }, /^value: Forbidden: may not be changed in an update/],
    [
      'PriorityClass',
      {},
      { preemptionPolicy: 'Never' },
      /^preemptionPolicy: Invalid value: "Never": field is immutable/,
    ],
    ['Role', {}, { rules: [] }],
    ['RoleBinding', {}, { subjects: [] }],
    ['RoleBinding', {}, { 'roleRef.name': 'other' }, /^roleRef: Invalid value: .*cannot change roleRef/],
    ['ClusterRoleBinding', {}, { 'roleRef.name': 'other' }, /^roleRef: Invalid value: .*cannot change roleRef/],
  ];
  for (const [kind, old, next, error] of cases) {
    it(`${error === undefined ? 'let' : 'keep'} ${kind} ${JSON.stringify(old)} → ${JSON.stringify(next)}`, () => {
      const text = textOf(api.validateUpdate(kind, edited(kind, next), edited(kind, old)));
      if (error === undefined) expect(text).to.equal('');
      else expect(text).to.match(new RegExp(error, 'm'));
    });
  }
});

describe('defaults of configuration and access rights', () => {
  type Case = [kind: Kind, given: object, path: string, value: unknown];
  const cases: Case[] = [
    ['Secret', {}, 'type', 'Opaque'],
    ['Secret', { type: 'a/b' }, 'type', 'a/b'],
    ['Secret', { data: { a: 'MQ==', b: 'Mg==' }, stringData: { b: 'new', c: 'ü' } }, 'stringData', {}],
    [
      'Secret',
      { data: { a: 'MQ==', b: 'Mg==' }, stringData: { b: 'new', c: 'ü' } },
      'data',
      { a: utf8('1'), b: utf8('new'), c: utf8('ü') },
    ],
    ['PriorityClass', {}, 'preemptionPolicy', 'PreemptLowerPriority'],
    ['PriorityClass', { preemptionPolicy: 'Never' }, 'preemptionPolicy', 'Never'],
    ['RoleBinding', {}, 'roleRef.apiGroup', rbac],
    ['ClusterRoleBinding', {}, 'roleRef.apiGroup', rbac],
    ['RoleBinding', { subjects: [{ kind: 'User' }] }, 'subjects.0.apiGroup', rbac],
    ['RoleBinding', { subjects: [{ kind: 'Group' }] }, 'subjects.0.apiGroup', rbac],
    ['RoleBinding', { subjects: [{ kind: 'ServiceAccount' }] }, 'subjects.0.apiGroup', ''],
    ['ClusterRole', {}, 'apiVersion', 'rbac.authorization.k8s.io/v1'],
  ];
  for (const [kind, given, path, value] of cases) {
    it(`${kind} ${JSON.stringify(given)}: ${path} is ${JSON.stringify(value)}, and twice is once`, () => {
      const object = api.applyDefaults(kind, api.make(kind, given));
      const once = structuredClone(object);
      expect(api.applyDefaults(kind, object)).to.deep.equal(once);
      let at: unknown = once;
      for (const step of path.split('.')) at = (at as Record<string, unknown>)[step];
      expect(at).to.deep.equal(value);
    });
  }
});

describe('base64', () => {
  const cases: [bytes: number[], text: string][] = [
    [[], ''],
    [[0], 'AA=='],
    [[255, 254], '//4='],
    [[1, 2, 3], 'AQID'],
    [[...utf8('any carnal pleasure.')], 'YW55IGNhcm5hbCBwbGVhc3VyZS4='],
  ];
  for (const [bytes, text] of cases) {
    it(`writes and reads ${JSON.stringify(text)}`, () => {
      expect(api.encodeBase64(Uint8Array.from(bytes))).to.equal(text);
      expect(api.maybeDecodeBase64(text)).to.deep.equal(Uint8Array.from(bytes));
    });
  }
  it('agrees with Node on every length and byte', () => {
    for (let length = 0; length < 300; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) % 256);
      const text = Buffer.from(bytes).toString('base64');
      expect(api.encodeBase64(bytes)).to.equal(text);
      expect(api.maybeDecodeBase64(text)).to.deep.equal(bytes);
    }
  });
  it('passes over line breaks, as Go does', () => {
    expect(api.maybeDecodeBase64('AQ\r\nID\n')).to.deep.equal(Uint8Array.of(1, 2, 3));
  });
  for (const text of ['A', 'AQ', 'AQI', 'AQ=D', '====', 'A===', 'AQID ', 'AQ-_', 'ÄQID', 'AQ==AQ==']) {
    it(`refuses ${JSON.stringify(text)}`, () => expect(api.maybeDecodeBase64(text)).to.equal(undefined));
  }
});
